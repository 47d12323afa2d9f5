/**
 * What knows one database product.
 */
@NullMarked
package io.github.pristinedb.engine;

import org.jspecify.annotations.NullMarked;
