/**
 * Cuts a suite into shards for several machines, by the timings of earlier runs, before
 * any test runs. Knows the JUnit Platform, and nothing of Spring's context.
 */
@NullMarked
package io.github.pristinedb.shard;

import org.jspecify.annotations.NullMarked;
