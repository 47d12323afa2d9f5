package io.github.pristinedb.engine.kit;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.scope.Isolation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * What an engine promises in one area, as tests over its fixture.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineContract {

	// Reading it takes longer than most tests; each product has one.
	private static final Map<Class<?>, Content> pristine = new ConcurrentHashMap<>();

	final EngineFixture fixture;

	@TempDir
	Path directory;

	private Path sharedDirectory;

	private final Map<Isolation, OpenContext> shared = new EnumMap<>(Isolation.class);

	EngineContract(EngineFixture fixture) {
		this.fixture = fixture;
	}

	@BeforeAll
	void shareDirectory(@TempDir Path directory) {
		this.sharedDirectory = directory;
	}

	@AfterAll
	void closeContexts() throws InterruptedException {
		for (OpenContext context : this.shared.values()) {
			context.close();
		}
		this.shared.clear();
		this.fixture.clear(this.sharedDirectory);
	}

	@AfterEach
	void clear() {
		this.fixture.clear(this.directory);
	}

	/**
	 * A context for one test.
	 * @return what runs it
	 */
	ApplicationContextRunner context() {
		return KitContext.of(this.fixture, this.directory);
	}

	/**
	 * Run a test in the context that the tests of this contract share. To start one takes
	 * longer than most tests.
	 * @param isolation how its scenarios are isolated
	 * @param test a test that does not depend on the start or the end of its context
	 */
	final void inContext(Isolation isolation, InContext test) throws Exception {
		test.run(this.shared
			.computeIfAbsent(isolation,
					(any) -> new OpenContext(KitContext.of(this.fixture, this.sharedDirectory)
						.withPropertyValues("pristine.isolation=" + isolation.name().toLowerCase(Locale.ROOT))))
			.context());
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
			try (PlainDatabase plain = new PlainDatabase(this.fixture, this.sharedDirectory, "pristine")) {
				return plain.content();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	/**
	 * What a test does in a context.
	 */
	@FunctionalInterface
	interface InContext {

		void run(ApplicationContext context) throws Exception;

	}

}
