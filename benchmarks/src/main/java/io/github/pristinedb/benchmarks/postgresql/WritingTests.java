package io.github.pristinedb.benchmarks.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * Tests that expect a fresh database and write to it. Two classes of each suite share
 * them, one for each worker.
 */
@SpringBootTest(classes = WritingTests.Application.class, webEnvironment = WebEnvironment.NONE,
		properties = { "spring.flyway.locations=${" + SuiteRun.MIGRATIONS + "}", "spring.main.banner-mode=off",
				"logging.level.root=error" })
public abstract class WritingTests {

	@Autowired
	private DataSource dataSource;

	@ParameterizedTest
	@ArgumentsSource(Numbers.class)
	void writes(int number) throws SQLException {
		try (Connection one = this.dataSource.getConnection(); Connection two = this.dataSource.getConnection()) {
			Server.select(one);
			Writing.SMALL.write(one, two);
		}
	}

	/**
	 * The data source of the test's context.
	 * @return the data source
	 */
	protected DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * An application of a data source and migrations.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * As many tests as this run of the suite has for a class.
	 */
	static final class Numbers implements ArgumentsProvider {

		@Override
		public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters,
				ExtensionContext context) {
			return IntStream.range(0, SuiteRun.testsOfClass()).mapToObj(Arguments::of);
		}

	}

}
