/**
 * Flyway: what takes the place of its migration, and what decides its result.
 */
@NullMarked
package io.github.pristinedb.flyway;

import org.jspecify.annotations.NullMarked;
