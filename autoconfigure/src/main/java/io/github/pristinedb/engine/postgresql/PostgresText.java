package io.github.pristinedb.engine.postgresql;

import io.github.pristinedb.engine.StatementTraits;

/**
 * What is known of a text, as long as the schema stays the same.
 *
 * @param traits its traits
 * @param setsConstraints whether it may set constraints
 * @param spends whether it may leave something on its connection that only the
 * connection's end takes away
 */
record PostgresText(StatementTraits traits, boolean setsConstraints, boolean spends) {

}
