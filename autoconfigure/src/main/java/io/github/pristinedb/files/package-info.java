/**
 * Creates, opens, locks and removes files of Pristine's own, and tells them from those of
 * others. Knows nothing of their content.
 */
@NullMarked
package io.github.pristinedb.files;

import org.jspecify.annotations.NullMarked;
