/**
 * Databases that a migration tool makes, whatever the tool: from a template, or for real.
 * A tool is a package that implements {@link io.github.pristinedb.recipe.MigrationTool}.
 */
@NullMarked
package io.github.pristinedb.recipe;

import org.jspecify.annotations.NullMarked;
