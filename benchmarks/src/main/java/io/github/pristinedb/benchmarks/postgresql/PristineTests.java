package io.github.pristinedb.benchmarks.postgresql;

import org.springframework.test.context.TestPropertySource;

/**
 * Pristine gives each test a database of its own. All tests share a context.
 */
@TestPropertySource(properties = { "spring.datasource.url=${" + Server.URL + "}scenario_suite",
		"spring.datasource.username=${" + Server.USER + "}", "spring.datasource.password=${" + Server.PASSWORD + "}" })
abstract class PristineTests extends WritingTests {

	static final class First extends PristineTests {

	}

	static final class Second extends PristineTests {

	}

}
