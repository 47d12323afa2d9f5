package io.github.pristinedb.engine;

/**
 * A database that passed the {@link Guard}, and the engine that knows it.
 *
 * @param engine the engine
 * @param database the database
 */
public record ManagedDatabase(DatabaseEngine engine, Database database) {

}
