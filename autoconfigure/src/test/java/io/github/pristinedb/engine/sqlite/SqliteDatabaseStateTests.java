package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;

import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class SqliteDatabaseStateTests {

	@TempDir
	Path directory;

	private Path file;

	private SqliteDatabase database;

	@BeforeEach
	void locate() {
		this.file = this.directory.resolve("scenario.db");
		this.database = SqliteFiles.database(this.file);
	}

	@Test
	void databaseWithoutAFileIsMissing() {
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.MISSING);
		assertThat(this.directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "No file can have such a name there")
	@ValueSource(strings = { "?foo=geheim", "?foo=on/geheim", ";password=geheim" })
	void whatFollowsTheNameOfTheFileIsNeitherInTheNameOfTheDatabaseNorInMessages(String option) throws IOException {
		SqliteDatabase optioned = SqliteFiles.database("jdbc:sqlite:" + this.file + option);
		assertThat(optioned.name()).isEqualTo("scenario.db");
		assertThat(optioned).hasToString("jdbc:sqlite:" + this.file);
		assertThat(optioned).isNotEqualTo(this.database);
		Files.createDirectories(optioned.file());
		assertThatExceptionOfType(UnusableDatabaseException.class).isThrownBy(() -> DatabaseFile.state(optioned))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(this.file.toString()).doesNotContain("geheim"));
	}

	@Test
	void databaseInAMissingDirectoryIsMissing() {
		assertThat(DatabaseFile.state(SqliteFiles.database(this.directory.resolve("none/scenario.db"))))
			.isEqualTo(DatabaseState.MISSING);
	}

	@Test
	void leftoversOfAnEarlierDatabaseDoNotCount() throws IOException {
		Files.writeString(this.directory.resolve("scenario.db-wal"), "left");
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.MISSING);
	}

	@Test
	void fileWithoutAnyBytesIsEmpty() throws IOException {
		Files.createFile(this.file);
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.EMPTY);
	}

	@Test
	void whatTheDriverLeavesAfterConnectingIsEmpty() throws Exception {
		SqliteFiles.query("jdbc:sqlite:" + this.file, "SELECT count(*) FROM sqlite_master");
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.EMPTY);
	}

	@Test
	void fileWithAHeaderIsPresent() throws Exception {
		SqliteFiles.create(this.file, "CREATE TABLE t (a)");
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.PRESENT);
	}

	@Test
	void interruptedThreadSeesWhatIsThere() throws Exception {
		SqliteFiles.create(this.file, "CREATE TABLE t (a)");
		Thread.currentThread().interrupt();
		try {
			assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.PRESENT);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void databaseInWalModeIsPresentEvenBeforeItsFirstCheckpoint() throws Exception {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.file + "?journal_mode=WAL")) {
			SqliteFiles.execute(connection, "CREATE TABLE t (a)");
			assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.PRESENT);
		}
	}

	@Test
	void stateIsThatOfTheMoment() throws Exception {
		SqliteFiles.create(this.file, "CREATE TABLE t (a)");
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.PRESENT);
		Files.write(this.file, new byte[0]);
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.EMPTY);
		Files.delete(this.file);
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.MISSING);
	}

	@ParameterizedTest
	@ValueSource(
			strings = {
					"this is a text, and long enough to hold a header if it were a database at all, which it"
							+ " is not, whatever its name says",
					"short", "SQLite format 2\0", "SQLite format 3\0", "\0" })
	void fileThatIsNoDatabaseIsAnErrorAndLeftAsItIs(String content) throws IOException {
		Files.writeString(this.file, content);
		assertUnusable().withMessageContaining("is not an SQLite database")
			.withMessageContaining(this.file.toString())
			.withMessageContaining("not changed the file");
		assertThat(this.file).hasContent(content);
	}

	@Test
	void fileThatEndsInTheMiddleOfItsHeaderIsAnError() throws Exception {
		SqliteFiles.create(this.file, "CREATE TABLE t (a)");
		Files.write(this.file, Arrays.copyOf(Files.readAllBytes(this.file), SqliteHeader.LENGTH - 1));
		assertUnusable().withMessageContaining("is not an SQLite database");
	}

	@Test
	void knownFileThatWasWrittenOverSinceIsAnError() throws Exception {
		SqliteFiles.create(this.file, "CREATE TABLE t (a)");
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.PRESENT);
		Files.writeString(this.file, "no longer a database");
		assertUnusable().withMessageContaining("is not an SQLite database");
	}

	@Test
	void directoryIsAnError() throws IOException {
		Files.createDirectory(this.file);
		assertUnusable().withMessageContaining("is a directory").withMessageContaining(this.database.url());
		assertThat(this.file).isEmptyDirectory();
	}

	@Test
	void passwordOfTheUrlIsInNoMessage() throws IOException {
		String url = "jdbc:sqlite:" + this.file + "?password=geheim";
		this.database = SqliteFiles.database(url);
		assertThat(this.database.url()).isEqualTo(url);
		assertThat(this.database.toString()).isEqualTo("jdbc:sqlite:" + this.file);
		Files.createDirectory(this.file);
		assertUnusable().withMessageContaining("is a directory").withMessageNotContaining("geheim");
		Files.delete(this.file);
		Files.writeString(this.file, "a letter");
		assertUnusable().withMessageContaining("is not an SQLite database").withMessageNotContaining("geheim");
	}

	@Test
	void pipeIsAnErrorAndNotReadFrom() throws Exception {
		assertThat(new ProcessBuilder("mkfifo", this.file.toString()).start().waitFor()).isZero();
		assertUnusable().withMessageContaining("is not a regular file");
	}

	@Test
	void linkThatTookTheFilesPlaceIsNotFollowed() throws Exception {
		Files.createSymbolicLink(this.file,
				SqliteFiles.create(this.directory.resolve("other.db"), "CREATE TABLE t (a)"));
		assertUnusable().withMessageContaining("is not a regular file");
	}

	@Test
	void fileThatCannotBeReachedIsAnError() throws IOException {
		Path loop = Files.createSymbolicLink(this.directory.resolve("loop"), Path.of("loop"));
		SqliteDatabase below = SqliteFiles.database(loop.resolve("scenario.db"));
		assertThatExceptionOfType(UnusableDatabaseException.class).isThrownBy(() -> DatabaseFile.state(below))
			.withMessageContaining("cannot be read")
			.withMessageContaining("Check the permissions")
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void fileThatMayNotBeReadIsAnError() throws Exception {
		SqliteFiles.create(this.file, "CREATE TABLE t (a)");
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("---------"));
		assumeFalse(Files.isReadable(this.file), "the superuser reads everything");
		assertUnusable().withMessageContaining("cannot be read");
	}

	@Test
	void databasesAreEqualIfTheyAreTheSamePlace() throws IOException {
		Path real = Files.createDirectories(this.directory.resolve("real/sub"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), real);
		SqliteDatabase direct = SqliteFiles.database(real.resolve("scenario.db"));
		assertThat(SqliteFiles.database("jdbc:sqlite:file:" + real + "/scenario.db?cache=shared")).isEqualTo(direct)
			.hasSameHashCodeAs(direct);
		assertThat(SqliteFiles.database(link.resolve("scenario.db"))).isEqualTo(direct).hasSameHashCodeAs(direct);
		assertThat(SqliteFiles.database(real.resolve("../sub/./scenario.db"))).isEqualTo(direct)
			.hasSameHashCodeAs(direct);
		assertThat(SqliteFiles.database(real.resolve("none/../scenario.db"))).isEqualTo(direct);
		assertThat(this.database).isNotEqualTo(direct).isNotEqualTo("scenario.db");
	}

	@Test
	void directoryAboveALinkIsTheOneOfItsTarget() throws IOException {
		Path real = Files.createDirectories(this.directory.resolve("real/sub"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), real);
		assertThat(SqliteFiles.database(link.resolve("../scenario.db")))
			.isEqualTo(SqliteFiles.database(this.directory.resolve("real/scenario.db")))
			.isNotEqualTo(this.database);
	}

	@Test
	void databasesWithoutAFileEqualOnlyThemselves() {
		SqliteDatabase memory = SqliteFiles.database("jdbc:sqlite::memory:");
		assertThat(memory).isEqualTo(memory).isNotEqualTo(SqliteFiles.database("jdbc:sqlite::memory:"));
		assertThat(memory.name()).isEmpty();
	}

	@Test
	void nameIsTheFileNameWithoutParameters() {
		assertThat(this.database.name()).isEqualTo("scenario.db");
		assertThat(SqliteFiles.database("jdbc:sqlite:/x/scenario.db?a=1&foreign_keys=on").name())
			.isEqualTo("scenario.db");
		assertThat(SqliteFiles.database("jdbc:sqlite:/x/a;b/scenario.db").file())
			.isEqualTo(Path.of("/x/a;b/scenario.db").toAbsolutePath());
		assertThat(SqliteFiles.database("jdbc:sqlite:file:/x/s%63enario%20.db?a=1").name()).isEqualTo("scenario .db");
	}

	private ThrowableAssertAlternative<UnusableDatabaseException> assertUnusable() {
		return assertThatExceptionOfType(UnusableDatabaseException.class)
			.isThrownBy(() -> DatabaseFile.state(this.database));
	}

}
