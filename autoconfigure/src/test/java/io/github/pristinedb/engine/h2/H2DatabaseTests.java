package io.github.pristinedb.engine.h2;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.Refusal;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class H2DatabaseTests {

	private static H2Database database(String url, String user, Map<String, String> properties) {
		return Objects.requireNonNull(H2Database.of(new Access(url, user, null, properties)));
	}

	@Test
	void databasesAreEqualIfTheyAreTheSamePlace() {
		H2Database database = H2Memory.at("jdbc:h2:mem:testdb;MODE=MySQL");
		assertThat(database).isEqualTo(H2Memory.at("jdbc:h2:mem:testdb;PASSWORD=x"))
			.isEqualTo(database)
			.hasSameHashCodeAs(H2Memory.at("jdbc:h2:mem:testdb"))
			// H2 tells upper from lower case.
			.isNotEqualTo(H2Memory.at("jdbc:h2:mem:TestDb"))
			.isNotEqualTo(H2Memory.at("jdbc:h2:mem:a/testdb"))
			.isNotEqualTo("jdbc:h2:mem:testdb");
		// Each of its connections has another one.
		assertThat(H2Memory.at("jdbc:h2:mem:")).isNotEqualTo(H2Memory.at("jdbc:h2:mem:"));
		assertThat(H2Database.of(Access.to("jdbc:sqlite:testdb"))).isNull();
	}

	@Test
	void databaseWithAGeneratedNameNeedsNoPrefix() {
		Access generated = Access.to("jdbc:h2:mem:f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
		List<DatabaseEngine> engines = List.of(new H2Engine());
		assertThat(new Guard(engines, List.of("scenario")).admit(generated)).isNotNull()
			.extracting((managed) -> managed.database().name())
			.isEqualTo("generated");
		Guard guard = new Guard(engines, List.of("gen"), Set.of("h2"), false);
		assertThat(guard.admit(generated)).isNull();
		assertThat(guard.admit(Access.to("jdbc:h2:mem:generated"))).isNotNull();
		assertThat(guard.refusal(generated)).isNotNull().satisfies((refusal) -> {
			assertThat(refusal.byName()).isFalse();
			assertThat(refusal.property()).isEqualTo("pristine.h2.manage-generated");
			assertThat(refusal.reason()).isEqualTo("its name is generated, and pristine.h2.manage-generated is false");
		});
		assertThat(guard.refusal(Access.to("jdbc:h2:mem:orders"))).isNotNull().extracting(Refusal::property).isNull();
	}

	@Test
	void contentDependsOnSettingsOfTheUrlAndOfTheDriver() {
		assertThat(database("jdbc:h2:mem:testdb;mode=MySQL;DB_CLOSE_DELAY=-1;PASSWORD=x", null,
				Map.of("Collation", "GERMAN", "user", "me", "password", "geheim", "mode", "MySQL"))
			.content()).isEqualTo(Map.of("MODE", "MySQL", "COLLATION", "GERMAN"));
	}

	@Test
	void userIsTheOneWhoConnects() {
		assertThat(database("jdbc:h2:mem:testdb", "me", Map.of()).user()).isEqualTo("ME");
		assertThat(database("jdbc:h2:mem:testdb;USER=url", null, Map.of()).user()).isEqualTo("URL");
		assertThat(database("jdbc:h2:mem:testdb", null, Map.of("User", "property")).user()).isEqualTo("PROPERTY");
		assertThat(database("jdbc:h2:mem:testdb", null, Map.of()).user()).isEmpty();
	}

	@Test
	void ownerConnectsWithTheSettingsOfTheDriverButWithoutInit() throws SQLException {
		H2Database database = database(
				"jdbc:h2:mem:" + H2Memory.NAMES.next(H2Memory.at("jdbc:h2:mem:a"), "b").options().name(), "sa",
				Map.of("MODE", "MySQL", "INIT", "nonsense"));
		try (Connection owner = database.connectAsOwner()) {
			assertThat(H2Memory.rows(owner,
					"SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'MODE'"))
				.containsExactly("MySQL");
		}
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> database.connect().close());
	}

	@Test
	void filesThatConnectionsExecuteDecideTheContent(@TempDir Path directory) throws Exception {
		Path first = directory.resolve("first.sql");
		Path second = directory.resolve("second's.sql");
		Files.writeString(first,
				"RUNSCRIPT FROM '" + second.toString().replace("'", "''") + "'; RUNSCRIPT FROM '" + first + "'");
		Files.writeString(second, "SELECT 1");
		H2Database database = H2Memory.at("jdbc:h2:mem:testdb;INIT=runscript from '" + first + "'\\;SET SCHEMA a");
		Map<String, String> before = InitScripts.of(database);
		assertThat(before).containsOnlyKeys("option/INIT-script-1", "option/INIT-script-2");
		Files.writeString(second, "SELECT 2");
		assertThat(InitScripts.of(database)).isNotEqualTo(before);
		assertThat(InitScripts.of(H2Memory.at("jdbc:h2:mem:testdb;INIT=SET SCHEMA a"))).isEmpty();
		Files.delete(second);
		assertThatExceptionOfType(UnusableDatabaseException.class).isThrownBy(() -> InitScripts.of(database))
			.withMessageStartingWith("The script " + second + ", which INIT in a JDBC URL names, cannot be read: ");
	}

}
