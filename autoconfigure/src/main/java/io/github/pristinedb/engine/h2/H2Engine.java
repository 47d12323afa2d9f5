package io.github.pristinedb.engine.h2;

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
 * H2 in memory: a database is a name in this JVM, an image is a script. This class works
 * without the driver, to tell that it is missing.
 */
public final class H2Engine implements DatabaseEngine {

	static final String NAME = "h2";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean hasDriver(@Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent("org.h2.Driver", classLoader);
	}

	@Override
	public @Nullable Database locate(Access access) {
		return H2Database.of(access);
	}

	@Override
	public Suggestion suggestion(String name) {
		return new Suggestion("a database", "jdbc:h2:mem:" + name, "com.h2database:h2");
	}

	@Override
	public SqlDialect dialect() {
		return H2Dialect.INSTANCE;
	}

	@Override
	public EngineSession open(Database database, Places places) {
		return new H2Session(places);
	}

}
