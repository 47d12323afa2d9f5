/**
 * What an application's singletons remember of a database, and how that is kept to the
 * scenario whose database it is.
 */
@NullMarked
package io.github.pristinedb.memory;

import org.jspecify.annotations.NullMarked;
