package io.github.pristinedb.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.sqlite.SqliteEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

class GuardTests {

	private final Guard guard = new Guard(List.of(new SqliteEngine()), List.of("scenario", "Test"));

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "scenario.db", "scenario-17.db", "SCENARIO.db", "Scenario", "scenarios.sqlite", "test",
			"TEST", "testing.db", "/data/test.db", "file:test.db?cache=shared", "file:/data/te%73t.db",
			"scenario.db?foreign_keys=on", "./other/../scenario.db", "prod/test" })
	void databaseWhoseOwnNameStartsWithAPrefixIsAdmitted(String address) {
		ManagedDatabase managed = this.guard.admit(Access.to("jdbc:sqlite:" + address));
		assertThat(managed).isNotNull();
		assertThat(managed.engine()).isInstanceOf(SqliteEngine.class);
		assertThat(managed.database().url()).isEqualTo("jdbc:sqlite:" + address);
	}

	@Test
	void admitsByTheNameAloneAlsoWhereScenariosAreRolledBack() {
		Guard rollingBack = new Guard(List.of(new SqliteEngine()), List.of("test"), Set.of(), true);
		assertThat(rollingBack.admit(Access.to("jdbc:sqlite:test.db"))).isNotNull()
			.extracting(ManagedDatabase::rolledBack)
			.isEqualTo(true);
		assertThat(rollingBack.admit(Access.to("jdbc:sqlite:production.db"))).isNull();
	}

	@Test
	void refusalTellsWhatKeepsADatabaseOut() {
		assertThat(this.guard.refusal(Access.to("jdbc:sqlite:target/prod.db"))).isNotNull().satisfies((refusal) -> {
			assertThat(refusal.name()).isEqualTo("prod.db");
			assertThat(refusal.reason()).isEqualTo("name does not start with scenario or test");
			assertThat(refusal.byName()).isTrue();
		});
		assertThat(this.guard.refusal(Access.to("jdbc:sqlite::memory:"))).isNotNull().satisfies((refusal) -> {
			assertThat(refusal.name()).isEqualTo("jdbc:sqlite::memory:");
			assertThat(refusal.reason()).isEqualTo("it lives in memory only");
			assertThat(refusal.byName()).isFalse();
		});
	}

	@Test
	void refusalNamesAllPrefixes() {
		for (String prefixes : List.of("a", "a,b", "a,b,c")) {
			assertThat(new Guard(List.of(new SqliteEngine()), List.of(prefixes.split(",")))
				.refusal(Access.to("jdbc:sqlite:x.db"))).isNotNull()
				.extracting(Refusal::reason)
				.isEqualTo("name does not start with " + prefixes.replaceFirst(",(\\w)$", " or $1").replace(",", ", "));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "prod.db", "my-scenario.db", "tes", "scenari.db", "/scenario/prod.db", "test/prod.db",
			"scenario/..", "scenario/.", "test.db/../prod.db", "/", "prod.db?x=scenario", "prod.db?scenario",
			"file:prod.db?scenario=1", "file:prod.db#/scenario.db", " scenario.db", "file:test/prod.db", "%74est.db",
			"file:prod%00/test.db" })
	void databaseWithAnotherNameIsNotAdmitted(String address) {
		assertThat(this.guard.admit(Access.to("jdbc:sqlite:" + address))).isNull();
	}

	@Test
	void symbolicLinkIsNotAdmitted() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("test.db"),
				Files.createFile(this.directory.resolve("prod.db")));
		assertThat(this.guard.admit(Access.to("jdbc:sqlite:" + link))).isNull();
		assertThat(this.guard.refusal(Access.to("jdbc:sqlite:" + link))).isNotNull()
			.extracting(Refusal::reason, STRING)
			.contains("is reached through a symbolic link");
	}

	@Test
	void danglingSymbolicLinkIsNotAdmitted() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("test.db"), this.directory.resolve("prod.db"));
		assertThat(this.guard.admit(Access.to("jdbc:sqlite:" + link))).isNull();
		assertThat(this.guard.admit(Access.to("jdbc:sqlite:file:" + link))).isNull();
	}

	@Test
	void fileInALinkedDirectoryIsAdmitted() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"),
				Files.createDirectory(this.directory.resolve("real")));
		assertThat(this.guard.admit(Access.to("jdbc:sqlite:" + link.resolve("test.db")))).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:./test", "jdbc:postgresql://localhost/test", "test", "" })
	void databaseOfAnotherProductIsNotAdmitted(String url) {
		assertThat(this.guard.admit(Access.to(url))).isNull();
	}

	@Test
	void unknownUrlIsNotAdmitted() {
		assertThat(this.guard.admit(null)).isNull();
	}

	@Test
	void withoutPrefixesNothingIsAdmitted() {
		assertThat(new Guard(List.of(new SqliteEngine()), List.of()).admit(Access.to("jdbc:sqlite:test.db"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t" })
	void blankPrefixIsRefused(String prefix) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Guard(List.of(new SqliteEngine()), List.of("scenario", prefix)))
			.withMessageContaining("blank scenario prefix");
	}

}
