/**
 * The small application that generated suites test.
 */
@NullMarked
package io.github.pristinedb.benchmarks.scale.app;

import org.jspecify.annotations.NullMarked;
