package io.github.pristinedb.benchmarks.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;

import org.springframework.test.context.TestPropertySource;

/**
 * Each test truncates all tables at its end and fills them again. Each worker has a
 * database and a context of its own, since its tests meet those of the other one
 * otherwise.
 */
@TestPropertySource(properties = { "pristine.enabled=false", "spring.datasource.username=${" + Server.USER + "}",
		"spring.datasource.password=${" + Server.PASSWORD + "}" })
abstract class TruncateTests extends WritingTests {

	@AfterEach
	void clear() throws SQLException {
		try (Connection connection = dataSource().getConnection()) {
			Server.execute(connection, PostgresFixture.truncationAndSeeds());
		}
	}

	@TestPropertySource(properties = "spring.datasource.url=${" + Server.URL + "}bench_truncated_1")
	static final class First extends TruncateTests {

	}

	@TestPropertySource(properties = "spring.datasource.url=${" + Server.URL + "}bench_truncated_2")
	static final class Second extends TruncateTests {

	}

}
