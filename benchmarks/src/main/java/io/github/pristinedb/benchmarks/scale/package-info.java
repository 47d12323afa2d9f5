/**
 * Measures whole suites of generated scenarios: a JVM for each feature beside one JVM for
 * all, with and without coverage.
 */
@NullMarked
package io.github.pristinedb.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
