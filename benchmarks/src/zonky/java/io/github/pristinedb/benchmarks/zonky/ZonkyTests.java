package io.github.pristinedb.benchmarks.zonky;

import io.github.pristinedb.benchmarks.postgresql.WritingTests;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseProvider;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * Zonky's library gives each test of a worker a new database. Each worker has a context
 * of its own: its refresh takes the database of all tests in a context away.
 */
@AutoConfigureEmbeddedDatabase(type = DatabaseType.POSTGRES, provider = DatabaseProvider.EMBEDDED,
		refresh = RefreshMode.AFTER_EACH_TEST_METHOD)
@Import(GivenServer.class)
@TestPropertySource(properties = "pristine.enabled=false")
abstract class ZonkyTests extends WritingTests {

	@TestPropertySource(properties = "benchmark.worker=first")
	static final class First extends ZonkyTests {

	}

	@TestPropertySource(properties = "benchmark.worker=second")
	static final class Second extends ZonkyTests {

	}

}
