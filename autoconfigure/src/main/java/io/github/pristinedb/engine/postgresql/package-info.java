/**
 * PostgreSQL: a database of a server for each scenario, made from a template database.
 */
@NullMarked
package io.github.pristinedb.engine.postgresql;

import org.jspecify.annotations.NullMarked;
