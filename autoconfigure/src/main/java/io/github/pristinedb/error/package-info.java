/**
 * The errors and warnings that a user can cure. Knows nothing else.
 */
@NullMarked
package io.github.pristinedb.error;

import org.jspecify.annotations.NullMarked;
