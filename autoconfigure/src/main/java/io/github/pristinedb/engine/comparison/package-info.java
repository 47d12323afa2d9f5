/**
 * Compares the rows of a table with those of its baseline, whatever product they come
 * from.
 */
@NullMarked
package io.github.pristinedb.engine.comparison;

import org.jspecify.annotations.NullMarked;
