/**
 * SQLite: a database is a file.
 */
@NullMarked
package io.github.pristinedb.engine.sqlite;

import org.jspecify.annotations.NullMarked;
