package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.SQLException;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.console.OnTheSharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that no scenario runs in, and that work on the very database of their URL.
 */
@ExtendWith(OutputCaptureExtension.class)
@OnTheSharedServer
class PostgresLiteralContextTests {

	@TempDir
	private Path directory;

	private TestServer server;

	private PostgresDatabase model;

	@BeforeEach
	void open() {
		this.server = new TestServer(this.directory);
		this.model = this.server.model();
	}

	@AfterEach
	void close() throws SQLException {
		this.server.close();
	}

	private void start() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
					PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class))
			.withPropertyValues("spring.flyway.locations=classpath:postgresql/notes",
					"spring.datasource.url=" + this.model.url(), "pristine.template.cache-dir=" + this.directory)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void missingDatabaseIsMadeOfTheTemplateAndHasNothingOfOurs() throws SQLException {
		start();
		start();
		assertThat(TestServer.column(this.model, "SELECT text FROM note")).containsExactly("from the migration");
		assertThat(TestServer.column(this.model, "SELECT nspname FROM pg_namespace WHERE nspname = 'pristine'"))
			.isEmpty();
	}

	@Test
	void emptyDatabaseThatCannotBeReplacedIsMigratedForReal(CapturedOutput output) throws SQLException {
		String name = AdminConnection.quoted(this.model.name());
		this.server.execute("CREATE DATABASE " + name);
		this.server.execute("ALTER DATABASE " + name + " SET work_mem = '5MB'");
		start();
		start();
		assertThat(TestServer.column(this.model, "SELECT text FROM note")).containsExactly("from the migration");
		assertThat(TestServer.column(this.model, "SHOW work_mem")).containsExactly("5MB");
		assertThat(output.getOut()).containsOnlyOnce("it has settings").contains("Flyway migrates it");
	}

}
