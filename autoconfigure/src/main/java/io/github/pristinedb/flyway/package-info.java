/**
 * Flyway as a migration tool: the inputs of its fingerprint, its templates and their
 * layers.
 */
@NullMarked
package io.github.pristinedb.flyway;

import org.jspecify.annotations.NullMarked;
