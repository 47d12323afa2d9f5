/**
 * A PostgreSQL server that Pristine starts itself. The JVMs of a user share it; the last
 * one stops it.
 */
@NullMarked
package io.github.pristinedb.engine.postgresql.embedded;

import org.jspecify.annotations.NullMarked;
