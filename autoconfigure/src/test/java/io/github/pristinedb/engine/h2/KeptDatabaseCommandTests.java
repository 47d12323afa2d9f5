package io.github.pristinedb.engine.h2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.h2.api.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A shell that runs the printed command, with H2 alone on the class path, shows what the
 * failed scenario had committed.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with|The database of|ended with 1 connection still open")
public class KeptDatabaseCommandTests {

	private static final Pattern COMMAND = Pattern.compile("To look into it: (.+)");

	private static final String TABLE = "app.\"Qu\"\"oted; $HOME\"";

	private static final int LARGE = 300_000;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void shellShowsWhatTheScenarioHadCommitted(String isolation, CapturedOutput output) throws Exception {
		Stage.contextWithoutUrl()
			.withPropertyValues(
					"spring.datasource.url=jdbc:h2:mem:scenario-kept;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;"
							+ "DEFAULT_NULL_ORDERING=HIGH;NON_KEYWORDS=VALUE,USER;SCHEMA=PUBLIC;DB_CLOSE_DELAY=-1;"
							+ "INIT=SET @a=1\\;SET @b=2",
					"spring.datasource.username=owner", "spring.datasource.password=se;cret",
					"spring.flyway.locations=classpath:h2/kept", "pristine.isolation=" + isolation)
			.run((context) -> assertThatIllegalStateException()
				.isThrownBy(() -> Stage.scenario(context, "it's; $HOME `fails` größer", () -> fail(context))));
		Matcher command = COMMAND.matcher(output);
		assertThat(command.find()).isTrue();
		assertThat(command.group(1)).doesNotContain("se;cret");
		String shown = shell(command.group(1),
				"SELECT id, \"sel ect\", length(text) t, length(image) i FROM " + TABLE + " ORDER BY id;",
				"SELECT CASE WHEN text = repeat('ä', " + LARGE + ") THEN 'whole' END FROM " + TABLE + " WHERE id = 1;",
				"SELECT 'next ' || NEXT VALUE FOR app.numbers;",
				"SELECT 'mode ' || setting_value FROM" + " information_schema.settings WHERE setting_name = 'MODE';");
		assertThat(shown.lines().map((line) -> line.replaceAll("\\s*\\|\\s*", "|").strip()))
			.contains("1|COMMITTED 'ÄÖ'|" + LARGE + "|" + LARGE, "3|IN AUTO-COMMIT MODE|null|null", "whole", "next 9",
					"mode PostgreSQL")
			.noneMatch((line) -> line.contains("ROLLED") || line.contains("OPEN") || line.contains("Error"));
	}

	@Test
	void schemaOfTheUrlIsSetWhenItIsThere() throws Exception {
		H2Script script = H2Memory.script("CREATE SCHEMA app", "CREATE TABLE app.item(id INT)");
		H2Database database = H2Memory.database(";SCHEMA=app;QUERY_TIMEOUT=5");
		try (H2ScenarioDatabase kept = H2Memory.scenario(database, new BaselineScript(script, database))) {
			Matcher url = Pattern.compile("-url \"(.+)\" -user")
				.matcher(kept.keep(H2Memory.request(this.directory)).command());
			assertThat(url.find()).isTrue();
			String unquoted = url.group(1).replace("\\\\", "\\");
			try (Connection connection = DriverManager.getConnection(unquoted, "pristine", "")) {
				assertThat(H2Memory.rows(connection, "SELECT CURRENT_SCHEMA, count(*) FROM item"))
					.containsExactly("APP,0");
			}
		}
	}

	private static void fail(ApplicationContext context) throws Exception {
		DataSource dataSource = context.getBean(DataSource.class);
		JdbcClient jdbc = JdbcClient.create(dataSource);
		TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
		transaction.executeWithoutResult((status) -> {
			insert(jdbc, "committed 'äö'", "ä".repeat(LARGE), new byte[LARGE]);
			jdbc.sql("SELECT NEXT VALUE FOR app.numbers").query(Long.class).single();
		});
		transaction.executeWithoutResult((status) -> {
			insert(jdbc, "rolled back", null, null);
			jdbc.sql("SELECT NEXT VALUE FOR app.numbers").query(Long.class).single();
			status.setRollbackOnly();
		});
		insert(jdbc, "in auto-commit mode", null, null);
		Connection open = dataSource.getConnection();
		open.setAutoCommit(false);
		H2Memory.execute(open, "INSERT INTO " + TABLE + " (\"sel ect\") VALUES ('open')");
		throw new IllegalStateException("as it should");
	}

	private static void insert(JdbcClient jdbc, String title, String text, byte[] image) {
		jdbc.sql("INSERT INTO " + TABLE + " (\"sel ect\", text, image) VALUES (?, ?, ?)")
			.params(title, text, image)
			.update();
	}

	private String shell(String command, String... statements) throws IOException, InterruptedException {
		Path output = this.directory.resolve("output");
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		Path bin = Path.of(System.getProperty("java.home"), "bin");
		builder.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
		builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -Dstdout.encoding=UTF-8");
		Process shell = builder.start();
		try (var input = shell.outputWriter(StandardCharsets.UTF_8)) {
			for (String line : List.of(statements)) {
				input.write(line + "\n");
			}
			input.write("exit\n");
		}
		assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return Files.readString(output);
	}

	/**
	 * A function of the application's.
	 * @param value a number
	 * @return twice the number
	 */
	public static int twice(int value) {
		return 2 * value;
	}

	/**
	 * A trigger of the application's.
	 */
	public static final class Shouts implements Trigger {

		@Override
		public void fire(Connection connection, Object[] before, Object[] after) {
			after[1] = after[1].toString().toUpperCase(Locale.ROOT);
		}

	}

}
