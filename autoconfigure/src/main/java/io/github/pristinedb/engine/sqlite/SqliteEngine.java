package io.github.pristinedb.engine.sqlite;

import java.util.Set;

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
 * SQLite, through the {@code sqlite-jdbc} driver: a database is a file, an image is the
 * finished file itself. This class works without the driver, to tell that it is missing.
 */
public final class SqliteEngine implements DatabaseEngine {

	static final String NAME = "sqlite";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean hasDriver(@Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent("org.sqlite.JDBC", classLoader);
	}

	@Override
	public @Nullable Database locate(Access access) {
		return SqliteDatabase.of(access);
	}

	@Override
	public boolean hasUsers() {
		return false;
	}

	@Override
	public Suggestion suggestion(String name) {
		return new Suggestion("a file", "jdbc:sqlite:target/" + name + (name.contains(".") ? "" : ".db"),
				"org.xerial:sqlite-jdbc; Hibernate: hibernate-community-dialects");
	}

	@Override
	public Set<String> settings() {
		return Set.of(JournalSetting.NAME);
	}

	@Override
	public SqlDialect dialect() {
		return SqliteDialect.INSTANCE;
	}

	@Override
	public EngineSession open(Database database, Places places) {
		return new SqliteSession(places);
	}

}
