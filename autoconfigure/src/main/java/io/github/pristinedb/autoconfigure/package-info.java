/**
 * Wires everything to an application; knows all other packages and is known by none.
 */
@NullMarked
package io.github.pristinedb.autoconfigure;

import org.jspecify.annotations.NullMarked;
