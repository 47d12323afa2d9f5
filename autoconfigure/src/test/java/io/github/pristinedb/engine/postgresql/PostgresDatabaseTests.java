package io.github.pristinedb.engine.postgresql;

import java.util.Map;

import io.github.pristinedb.engine.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Databases as values.
 */
class PostgresDatabaseTests {

	@Test
	void databaseIsItsHostsPortsAndName() {
		PostgresDatabase database = of("jdbc:postgresql://localhost/test");
		assertThat(of("jdbc:postgresql:test?ssl=true&user=other")).isEqualTo(database).hasSameHashCodeAs(database);
		assertThat(of("jdbc:postgresql://LOCALHOST:5432/test")).isEqualTo(database);
		assertThat(of("jdbc:postgresql://localhost:5433/test")).isNotEqualTo(database);
		assertThat(of("jdbc:postgresql://localhost/Test")).isNotEqualTo(database);
		assertThat(of("jdbc:postgresql://localhost,b/test")).isNotEqualTo(database);
	}

	@Test
	void databasesOfOneUserAndServerShareASession() {
		PostgresEngine engine = new PostgresEngine();
		Object server = engine.server(of("jdbc:postgresql://localhost/test?user=u"));
		assertThat(engine.server(of("jdbc:postgresql:other?user=u&currentSchema=s"))).isEqualTo(server);
		assertThat(engine.server(of("jdbc:postgresql:other?user=v"))).isNotEqualTo(server);
		assertThat(engine.server(of("jdbc:postgresql://b/test?user=u"))).isNotEqualTo(server);
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres", "template0", "template1" })
	void databaseOfTheServersOwnIsNotManageable(String name) {
		assertThat(of("jdbc:postgresql://localhost/" + name).unmanageable()).contains("server's own");
	}

	@Test
	void databaseOnAReplicaIsNotManageable() {
		assertThat(of("jdbc:postgresql://a,b/test?targetServerType=preferSecondary").unmanageable())
			.contains("targetServerType");
		assertThat(of("jdbc:postgresql://a,b/test?targetServerType=primary").unmanageable()).isNull();
	}

	@Test
	void databaseThatOnlyAServiceFileCanNameIsNotManageable() {
		assertThat(of("jdbc:postgresql:test").unmanageable()).isNull();
		assertThat(of("jdbc:tc:postgresql:18:///test").unmanageable()).contains("@ServiceConnection");
	}

	@Test
	void anotherDatabaseOfTheServerHasTheSameAccess() {
		Access access = new Access("jdbc:postgresql://h/test?ssl=true", "u", "p", Map.of("stringtype", "unspecified"));
		PostgresDatabase other = PostgresDatabase.of(access).withName("slot");
		assertThat(other.access())
			.isEqualTo(new Access("jdbc:postgresql://h/slot?ssl=true", "u", "p", access.properties()));
		assertThat(other).isEqualTo(of("jdbc:postgresql://h/slot")).hasToString("jdbc:postgresql://h:5432/slot");
	}

	private static PostgresDatabase of(String url) {
		return PostgresDatabase.of(Access.to(url));
	}

}
