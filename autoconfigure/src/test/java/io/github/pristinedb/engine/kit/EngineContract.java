package io.github.pristinedb.engine.kit;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.engine.Database;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * What an engine promises in one area, as tests over its fixture.
 */
abstract class EngineContract {

	// Reading it takes longer than most tests; each product has one.
	private static final Map<Class<?>, Content> pristine = new ConcurrentHashMap<>();

	final EngineFixture fixture;

	@TempDir
	Path directory;

	EngineContract(EngineFixture fixture) {
		this.fixture = fixture;
	}

	@AfterEach
	void clear() {
		this.fixture.clear(this.directory);
	}

	ApplicationContextRunner context() {
		return KitContext.of(this.fixture, this.directory);
	}

	/**
	 * The database that a URL names.
	 * @param url the URL
	 * @return the database, or {@code null} if it is another product's
	 */
	final @Nullable Database locate(String url) {
		return this.fixture.engine().locate(this.fixture.access(url));
	}

	/**
	 * The whole content of a database that was just migrated.
	 * @return the content
	 */
	final Content pristine() {
		return pristine.computeIfAbsent(this.fixture.getClass(), (type) -> {
			try (PlainDatabase plain = new PlainDatabase(this.fixture, this.directory, "pristine")) {
				return plain.content();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
