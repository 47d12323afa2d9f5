/**
 * Migrations that SQL cannot express. Flyway finds them by their names.
 */
@NullMarked
package db.migration;

import org.jspecify.annotations.NullMarked;
