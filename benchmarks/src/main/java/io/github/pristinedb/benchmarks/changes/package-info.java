/**
 * What it takes to find the rows that differ from a baseline.
 */
@NullMarked
package io.github.pristinedb.benchmarks.changes;

import org.jspecify.annotations.NullMarked;
