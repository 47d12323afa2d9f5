/**
 * What a suite without Pristine adds to its steps, so that each scenario starts from the
 * migrated state.
 */
@NullMarked
package io.github.pristinedb.benchmarks.scale.reset;

import org.jspecify.annotations.NullMarked;
