/**
 * Immutable, fully migrated databases, their fingerprints, and the cache they live in.
 * Knows nothing of Spring's application context.
 */
@NullMarked
package io.github.pristinedb.template;

import org.jspecify.annotations.NullMarked;
