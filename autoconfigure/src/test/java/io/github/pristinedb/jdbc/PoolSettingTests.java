package io.github.pristinedb.jdbc;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings of a pool that no connection can have: the first one that fails is the one
 * that a template is built by.
 */
@DeliberateOutput("Exception encountered during context initialization")
class PoolSettingTests {

	@ParameterizedTest
	@CsvSource({ "connection-init-sql, SELEC 1, syntax error", "transaction-isolation, SOMETIMES, SOMETIMES",
			"read-only, true, read-only flag" })
	void settingThatCannotBeAppliedIsNamed(String setting, String value, String reason) {
		Stage.context()
			// A template that is there already needs no connection.
			.withPropertyValues("pristine.template.cache-dir=target/pool-settings-" + setting,
					"spring.datasource.hikari." + setting + "=" + value)
			.run((context) -> {
				Throwable failure = context.getStartupFailure();
				while (failure != null && !(failure instanceof PoolSettingException)) {
					failure = failure.getCause();
				}
				assertThat(failure).isInstanceOfSatisfying(PoolSettingException.class, (found) -> {
					assertThat(found.getDescription()).contains("The setting " + setting).contains(reason);
					assertThat(found.getAction()).contains("spring.datasource.hikari." + setting);
				});
			});
	}

}
