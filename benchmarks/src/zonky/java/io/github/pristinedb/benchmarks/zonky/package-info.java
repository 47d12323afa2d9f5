/**
 * The benchmarks with zonky's Embedded Database beside Pristine. Its library is on the
 * class path of their profiles alone.
 */
@NullMarked
package io.github.pristinedb.benchmarks.zonky;

import org.jspecify.annotations.NullMarked;
