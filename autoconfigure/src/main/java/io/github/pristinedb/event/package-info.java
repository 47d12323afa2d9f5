/**
 * What happens in a run, as values; whoever wants to know listens. Knows nothing else.
 */
@NullMarked
package io.github.pristinedb.event;

import org.jspecify.annotations.NullMarked;
