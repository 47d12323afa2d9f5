/**
 * What prints the figures of {@code docs/benchmarks.md}. Nothing here runs in the
 * ordinary build; each benchmark has a Maven profile.
 */
@NullMarked
package io.github.pristinedb.benchmarks;

import org.jspecify.annotations.NullMarked;
