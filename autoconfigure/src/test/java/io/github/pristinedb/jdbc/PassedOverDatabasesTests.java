package io.github.pristinedb.jdbc;

import javax.sql.DataSource;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PassedOverDatabases}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("All tests share the database")
class PassedOverDatabasesTests {

	@Test
	void contextInWhichNothingIsManagedIsWarnedOfOnce(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			on("orders.db").run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(output).containsOnlyOnce("All tests share the database jdbc:sqlite:target/orders.db")
			.contains("its name 'orders.db' starts with none of pristine.scenario-prefixes (scenario, test)");
	}

	@Test
	void unmanagedDatabaseBesideAManagedOneIsMeantToBe(CapturedOutput output) {
		on("scenario-orders.db").withUserConfiguration(Archive.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("All tests share");
	}

	private static ApplicationContextRunner on(String file) {
		return Stage.context()
			.withPropertyValues("spring.flyway.enabled=false", "spring.datasource.url=jdbc:sqlite:target/" + file);
	}

	@Configuration(proxyBeanMethods = false)
	static class Archive {

		@Bean(defaultCandidate = false)
		DataSource archive() {
			return new DriverManagerDataSource("jdbc:sqlite:target/archive.db");
		}

	}

}
