/**
 * Seeds: the reference data that is baked into a template after its migration.
 */
@NullMarked
package io.github.pristinedb.seed;

import org.jspecify.annotations.NullMarked;
