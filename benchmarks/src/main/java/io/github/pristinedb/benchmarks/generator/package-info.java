/**
 * Generates suites of any size, for benchmarks and for the hammer. What a suite is like
 * follows from its shape and a seed alone.
 */
@NullMarked
package io.github.pristinedb.benchmarks.generator;

import org.jspecify.annotations.NullMarked;
