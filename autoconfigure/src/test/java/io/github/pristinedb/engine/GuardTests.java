package io.github.pristinedb.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.github.pristinedb.engine.sqlite.SqliteEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class GuardTests {

	private final Guard guard = new Guard(List.of(new SqliteEngine()), List.of("scenario", "Test"));

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "scenario.db", "scenario-17.db", "SCENARIO.db", "Scenario", "scenarios.sqlite", "test",
			"TEST", "testing.db", "/data/test.db", "file:test.db?cache=shared", "file:/data/te%73t.db",
			"scenario.db?foreign_keys=on", "./other/../scenario.db", "prod/test" })
	void databaseWhoseOwnNameStartsWithAPrefixIsAdmitted(String address) {
		ManagedDatabase managed = this.guard.admit("jdbc:sqlite:" + address);
		assertThat(managed).isNotNull();
		assertThat(managed.engine()).isInstanceOf(SqliteEngine.class);
		assertThat(managed.database().url()).isEqualTo("jdbc:sqlite:" + address);
	}

	@Test
	void databaseThatNothingButItsNameKeepsOutIsPassedOver() {
		assertThat(this.guard.passedOver("jdbc:sqlite:prod.db")).isNotNull()
			.extracting(Database::name)
			.isEqualTo("prod.db");
		assertThat(this.guard.passedOver("jdbc:sqlite:scenario.db")).isNull();
		assertThat(this.guard.passedOver("jdbc:sqlite::memory:")).isNull();
		assertThat(this.guard.passedOver("jdbc:h2:./prod")).isNull();
		assertThat(this.guard.passedOver(null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "prod.db", "my-scenario.db", "tes", "scenari.db", "/scenario/prod.db", "test/prod.db",
			"scenario/..", "scenario/.", "test.db/../prod.db", "/", "prod.db?x=scenario", "prod.db?scenario",
			"file:prod.db?scenario=1", "file:prod.db#/scenario.db", " scenario.db", "file:test/prod.db", "%74est.db",
			"file:prod%00/test.db" })
	void databaseWithAnotherNameIsNotAdmitted(String address) {
		assertThat(this.guard.admit("jdbc:sqlite:" + address)).isNull();
	}

	@Test
	void prefixIsComparedTheSameWayInEveryLanguage() {
		Locale locale = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			Guard turkish = new Guard(List.of(new SqliteEngine()), List.of("SCENARIO"));
			assertThat(turkish.admit("jdbc:sqlite:scenario.db")).isNotNull();
			assertThat(turkish.admit("jdbc:sqlite:SCENARIO.db")).isNotNull();
		}
		finally {
			Locale.setDefault(locale);
		}
	}

	@Test
	void symbolicLinkIsNotAdmitted(CapturedOutput output) throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("test.db"),
				Files.createFile(this.directory.resolve("prod.db")));
		assertThat(this.guard.admit("jdbc:sqlite:" + link)).isNull();
		assertThat(output).contains("is reached through a symbolic link");
	}

	@Test
	void danglingSymbolicLinkIsNotAdmitted() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("test.db"), this.directory.resolve("prod.db"));
		assertThat(this.guard.admit("jdbc:sqlite:" + link)).isNull();
		assertThat(this.guard.admit("jdbc:sqlite:file:" + link)).isNull();
	}

	@Test
	void fileInALinkedDirectoryIsAdmitted() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"),
				Files.createDirectory(this.directory.resolve("real")));
		assertThat(this.guard.admit("jdbc:sqlite:" + link.resolve("test.db"))).isNotNull();
	}

	@Test
	void databaseInMemoryIsNotAdmittedAndSaysSoOnce(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			assertThat(this.guard.admit("jdbc:sqlite:file:test?mode=memory&cache=shared")).isNull();
		}
		assertThat(output.getAll().split("is not managed because it lives in memory only", -1)).hasSize(2);
	}

	@Test
	void passwordInTheUrlIsNotLogged(CapturedOutput output) {
		assertThat(this.guard.admit("jdbc:sqlite:file:test?mode=memory&password=geheim")).isNull();
		assertThat(output).contains("The database jdbc:sqlite:file:test is not managed").doesNotContain("geheim");
	}

	@Test
	void databaseWithAnotherNameIsPassedOverInSilence(CapturedOutput output) {
		assertThat(this.guard.admit("jdbc:sqlite:prod.db")).isNull();
		assertThat(output).doesNotContain("not managed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:./test", "jdbc:postgresql://localhost/test", "test", "" })
	void databaseOfAnotherProductIsNotAdmitted(String url) {
		assertThat(this.guard.admit(url)).isNull();
	}

	@Test
	void unknownUrlIsNotAdmitted() {
		assertThat(this.guard.admit(null)).isNull();
	}

	@Test
	void withoutPrefixesNothingIsAdmitted() {
		assertThat(new Guard(List.of(new SqliteEngine()), List.of()).admit("jdbc:sqlite:test.db")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t" })
	void blankPrefixIsRefused(String prefix) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Guard(List.of(new SqliteEngine()), List.of("scenario", prefix)))
			.withMessageContaining("must not be blank");
	}

	@Test
	void lookingAtADatabaseCreatesNothing() {
		assertThat(this.guard.admit("jdbc:sqlite:" + this.directory.resolve("test.db"))).isNotNull();
		assertThat(this.directory).isEmptyDirectory();
	}

}
