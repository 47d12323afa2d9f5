/**
 * Who asks: the scope that a thread works for.
 */
@NullMarked
package io.github.pristinedb.scope;

import org.jspecify.annotations.NullMarked;
