/**
 * The journal of a JVM: its events as lines of a file that outlives it. Knows nothing of
 * what the events add up to.
 */
@NullMarked
package io.github.pristinedb.journal;

import org.jspecify.annotations.NullMarked;
