/**
 * Migrations that SQL cannot express. Flyway finds them by their names.
 */
@NullMarked
package db.migration.common;

import org.jspecify.annotations.NullMarked;
