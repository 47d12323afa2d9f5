package io.github.pristinedb.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings in the URL of an H2 in memory: the database of each scenario has them too.
 */
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with")
class H2ModeTests {

	private static final String MODE = "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'MODE'";

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					REGULAR     |                         | INSERT INTO note (text) VALUES ('mine')
					STRICT      |                         | INSERT INTO note (text) VALUES ('mine')
					LEGACY      |                         | MERGE INTO note (id, text) KEY (id) VALUES (NULL, 'mine')
					DB2         |                         | INSERT INTO note (text) SELECT 'mine' FROM SYSIBM.SYSDUMMY1
					Derby       |                         | INSERT INTO note (text) SELECT 'mine' FROM SYSIBM.SYSDUMMY1
					HSQLDB      |                         | INSERT INTO note (text) VALUES ('mine')
					MSSQLServer |                         | INSERT INTO [NOTE] ([TEXT]) VALUES (LEFT(N'mine', 4))
					MSSQLServer | DATABASE_TO_UPPER=FALSE | INSERT INTO [note] ([text]) VALUES ('mine')
					MySQL       |                         | INSERT INTO `note` (`id`, `text`) VALUES (1, 'x') ON DUPLICATE KEY UPDATE `text` = 'mine'
					MySQL       | DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE | INSERT IGNORE INTO `Note` (`Id`, `Text`) VALUES (2, 'mine')
					MariaDB     | DATABASE_TO_LOWER=TRUE  | INSERT INTO note (text) VALUES ('mine')
					Oracle      | DEFAULT_NULL_ORDERING=HIGH | INSERT INTO note (text) SELECT 'mine' FROM dual WHERE ROWNUM = 1
					PostgreSQL  | DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH | INSERT INTO note (id, text) VALUES (1, 'x'), (2, 'mine') ON CONFLICT DO NOTHING
					PostgreSQL  | DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE | INSERT INTO NOTE (text) VALUES ('mine')
					REGULAR     | NON_KEYWORDS=USER,VALUE | INSERT INTO note (text) SELECT value FROM (SELECT 'mine' AS value) AS user
					REGULAR     | IGNORECASE=TRUE;DB_CLOSE_DELAY=10;DB_CLOSE_ON_EXIT=FALSE | INSERT INTO note (text) SELECT 'mine' WHERE 'A' = CAST('a' AS VARCHAR_IGNORECASE)
					""")
	void scenarioHasTheModeAndTheNextStartsClean(String mode, String settings, String insert) {
		context(";MODE=" + mode + ((settings != null) ? ";" + settings : "")).run((context) -> {
			for (int i = 0; i < 3; i++) {
				Stage.scenario(context, () -> {
					assertThat(ScenarioDataSource.find(context.getBean(DataSource.class))).isNotNull();
					JdbcClient jdbc = context.getBean(JdbcClient.class);
					assertThat(query(context, MODE)).singleElement().asString().isEqualToIgnoringCase(mode);
					assertThat(query(context, "SELECT text FROM note")).containsExactly("from the migration");
					jdbc.sql(insert).update();
					assertThat(query(context, "SELECT text FROM note")).contains("mine");
				});
			}
		});
	}

	@Test
	void scriptsOfTheUrlRunForEachConnectionOfEachScenario(@TempDir Path directory) throws Exception {
		Path script = Files.writeString(directory.resolve("init.sql"),
				"CREATE SCHEMA IF NOT EXISTS app; CREATE ALIAS IF NOT EXISTS absolute FOR 'java.lang.Math.abs(int)';");
		context(";INIT=RUNSCRIPT FROM '" + script + "'\\;SET SCHEMA app\\;SET @me 'me'")
			.withPropertyValues("spring.flyway.default-schema=PUBLIC")
			.run((context) -> {
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						assertThat(query(context, "SELECT CURRENT_SCHEMA")).containsExactly("APP");
						assertThat(query(context, "SELECT @me")).containsExactly("me");
						assertThat(query(context, "SELECT PUBLIC.absolute(-id) FROM PUBLIC.note")).containsExactly("1");
						context.getBean(JdbcClient.class)
							.sql("INSERT INTO PUBLIC.note (text) VALUES ('mine')")
							.update();
						context.getBean(JdbcClient.class).sql("CREATE TABLE mine (id INT)").update();
					});
				}
			});
	}

	private static List<String> query(ApplicationContext context, String sql) {
		return context.getBean(JdbcClient.class).sql(sql).query(String.class).list();
	}

	private static ApplicationContextRunner context(String settings) {
		return Stage.contextWithoutUrl()
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + settings,
					"spring.flyway.locations=classpath:h2/migration");
	}

}
