/**
 * Which tests are this machine's when several share them: cut by the durations of earlier
 * runs, before anything is run. Knows the JUnit Platform, and nothing of Spring's
 * context.
 */
@NullMarked
package io.github.pristinedb.shard;

import org.jspecify.annotations.NullMarked;
