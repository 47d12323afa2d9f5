/**
 * The steps of generated suites.
 */
@NullMarked
package io.github.pristinedb.benchmarks.scale.glue;

import org.jspecify.annotations.NullMarked;
