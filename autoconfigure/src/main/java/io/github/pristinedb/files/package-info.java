/**
 * Creates, opens and removes files of Pristine's own, and tells them from those of
 * others. Knows nothing of what is in them.
 */
@NullMarked
package io.github.pristinedb.files;

import org.jspecify.annotations.NullMarked;
