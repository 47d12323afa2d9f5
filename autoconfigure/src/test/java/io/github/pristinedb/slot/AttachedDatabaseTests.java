package io.github.pristinedb.slot;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that an application attaches to its database.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("attached files are not isolated")
class AttachedDatabaseTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void fileThatThePoolsSqlAttachesIsNamedOnce(String isolation, CapturedOutput output) {
		Path file = file("shared.db");
		Stage.context()
			.withPropertyValues("pristine.isolation=" + isolation,
					"spring.datasource.hikari.connection-init-sql=ATTACH DATABASE '" + file + "' AS shared")
			.run((context) -> {
				for (int i = 0; i < 3; i++) {
					Stage.scenario(context,
							() -> assertThat(
									Sql.query(context.getBean(DataSource.class), "SELECT text FROM shared.entry"))
								.hasSize(1));
				}
			});
		assertWarnings(output, "All scenarios share the database " + file, 1);
		assertThat(output).contains("':memory:'").contains("pristine.scenario-prefixes");
	}

	@Test
	void fileThatStartUpAttachesIsNamed(CapturedOutput output) {
		Path file = file("startup.db");
		Stage.context().run((context) -> attach(context, file));
		assertWarnings(output, "All scenarios share the database " + file, 1);
	}

	@Test
	void fileThatSeveralScenariosAttachIsNamed(CapturedOutput output) {
		Path file = file("several.db");
		Stage.context().run((context) -> {
			for (String name : new String[] { "first", "second", "third" }) {
				Stage.scenario(context, name, () -> attach(context, file));
			}
		});
		assertWarnings(output, "'first' and 'second' share the database " + file, 1);
	}

	@Test
	void fileOfOneScenarioAndDatabaseInMemoryAreNobodyElses(CapturedOutput output) {
		Stage.context().run((context) -> {
			for (int i = 0; i < 2; i++) {
				Path file = file("own-" + i + ".db");
				Stage.scenario(context, () -> attach(context, file));
				Stage.scenario(context, () -> attach(context, Path.of(":memory:")));
			}
		});
		assertWarnings(output, "share the database", 0);
	}

	private Path file(String name) {
		Path file = this.directory.resolve(name);
		Sql.execute(file, "CREATE TABLE entry (text TEXT)", "INSERT INTO entry VALUES ('x')");
		return file;
	}

	private static void attach(ApplicationContext context, Path file) throws SQLException {
		try (Connection connection = context.getBean(DataSource.class).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("ATTACH DATABASE '" + file + "' AS other");
		}
	}

	private static void assertWarnings(CapturedOutput output, String text, int count) {
		assertThat(output.toString().split(Pattern.quote(text), -1)).hasSize(count + 1);
	}

}
