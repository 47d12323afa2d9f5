package io.github.pristinedb.engine.postgresql;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.engine.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * PostgreSQL: a database is one of a server's, an image is a template database. This
 * class works without the driver, to tell that it is missing.
 */
public final class PostgresEngine implements DatabaseEngine {

	static final String NAME = "postgresql";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean hasDriver(@Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent("org.postgresql.Driver", classLoader);
	}

	@Override
	public @Nullable Database locate(Access access) {
		return PostgresDatabase.of(access);
	}

	@Override
	public Suggestion suggestion(String name) {
		return new Suggestion("a database", "jdbc:postgresql://localhost/" + name, "org.postgresql:postgresql");
	}

	@Override
	public Object server(Database database) {
		return ((PostgresDatabase) database).server();
	}

	@Override
	public SqlDialect dialect() {
		return PostgresDialect.INSTANCE;
	}

	@Override
	public EngineSession open(Database database, Places places) {
		return new PostgresSession((PostgresDatabase) database, places);
	}

}
