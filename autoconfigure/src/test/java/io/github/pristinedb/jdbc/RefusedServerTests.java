package io.github.pristinedb.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Listing;
import io.github.pristinedb.autoconfigure.PristineDisabledAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.AlteredSqlite;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.UnmanagedDatabaseException;
import io.github.pristinedb.event.PristineEvent.DatabaseManaged;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import io.github.pristinedb.test.TestContextMarker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that the guard admits, on a server that cannot be managed.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "Tests share the database", "Exception encountered during context initialization" })
class RefusedServerTests {

	private static final String REASON = "its server is version 9";

	@TempDir
	private Path temporary;

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	@Test
	void dataSourceStaysTheApplicationsOwn() {
		context("own").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(dataSource).isExactlyInstanceOf(HikariDataSource.class);
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> Stage.write(context, "from a scenario"));
			}
			assertThat(Stage.notes(context)).hasSize(3);
			assertThat(this.temporary.resolve("scenario-own.db")).isNotEmptyFile();
			assertThat(this.temporary.resolve("templates")).doesNotExist();
			assertThat(RecordedEvents.of(MigrationAvoided.class)).isEmpty();
			assertThat(RecordedEvents.of(DatabaseManaged.class)).isEmpty();
		});
	}

	@Test
	void reasonAndCureAreTold(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			context("told").run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(output).containsOnlyOnce("Tests share the database jdbc:sqlite:" + database("told") + ": " + REASON
				+ ". Use version 10. If tests are to share it, set pristine.shared=scenario-told.db.");
		assertThat(RecordedEvents.of(DatabaseUnmanaged.class)).hasSize(2).allSatisfy((event) -> {
			assertThat(event.database()).isEqualTo("scenario-told.db");
			assertThat(event.reason()).isEqualTo(REASON);
			assertThat(event.cure()).startsWith("Use version 10.");
			assertThat(event.intended()).isFalse();
		});
	}

	@Test
	void requiredDatabaseIsAnErrorWithTheCure() {
		context("required").withPropertyValues("pristine.required=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnmanagedDatabaseException.class)
				.hasMessageContaining(REASON)
				.hasMessageContaining("Use version 10."));
	}

	@Test
	void failureToConnectIsTheApplicationsOwn() throws Exception {
		Files.createDirectory(database("down"));
		context("down").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(SQLException.class)
			.hasMessageContaining("unable to open database file"));
	}

	@Test
	void contextThatIsStartedByHandIsMigratedForReal() {
		context("by-hand")
			.withInitializer((context) -> ((DefaultSingletonBeanRegistry) context.getBeanFactory())
				.destroySingleton(TestContextMarker.BEAN_NAME))
			.run((context) -> {
				assertThat(context.getBean(DataSource.class)).isExactlyInstanceOf(HikariDataSource.class);
				assertThat(Stage.notes(context)).hasSize(1);
				assertThat(RecordedEvents.of(MigrationAvoided.class)).isEmpty();
				assertThat(Listing.of(this.temporary)).doesNotContain("templates");
			});
	}

	@Test
	void disabledPristinePlantsNoSeedsThereEither() throws Exception {
		Path seed = Files.writeString(this.temporary.resolve("seed.sql"), "INSERT INTO note (text) VALUES ('a seed');");
		context("disabled").withPropertyValues("pristine.enabled=false", "pristine.template.seed=file:" + seed)
			.withConfiguration(AutoConfigurations.of(PristineDisabledAutoConfiguration.class))
			.run((context) -> assertThat(Stage.notes(context)).hasSize(1));
	}

	private ApplicationContextRunner context(String name) {
		return Stage.contextWithoutUrl()
			.withBean("refusing", DatabaseEngine.class, RefusedServerTests::engine)
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + database(name),
					"pristine.template.cache-dir=" + this.temporary.resolve("templates"));
	}

	private Path database(String name) {
		return this.temporary.resolve("scenario-" + name + ".db");
	}

	private static DatabaseEngine engine() {
		return AlteredSqlite.engine("sqlite-refused", (session) -> AlteredSqlite.session(session,
				Map.of("refusal", (arguments) -> REASON + ". Use version 10")));
	}

}
