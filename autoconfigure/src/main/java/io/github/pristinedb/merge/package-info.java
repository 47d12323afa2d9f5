/**
 * Merges what the shards of a run left: journals, reports, timings and coverage. Checks
 * that the shards are a whole suite.
 */
@NullMarked
package io.github.pristinedb.merge;

import org.jspecify.annotations.NullMarked;
