package io.github.pristinedb.engine.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What other processes see, and what they do at the same time.
 */
class SqliteDatabaseProcessTests {

	private static final int TARGETS = 240;

	@TempDir
	Path templates;

	@TempDir
	Path directory;

	private SqliteImage image;

	@BeforeEach
	void createImage() throws SQLException {
		this.image = SqliteFiles.image(this.templates.resolve("a.template"), "template");
	}

	@Test
	void otherProcessesStayLockedOutWhileTheDatabaseIsLookedAtAndCopiedTo() throws Exception {
		Path file = this.directory.resolve("scenario.db");
		SqliteDatabase database = SqliteFiles.database(file);
		assertThat(LiteralCopy.of(database, this.image)).isTrue();
		try (ForkedJvm other = JvmCommand.of(Writer.class).errorsApart().start(file);
				Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
			assertThat(other.awaitLine()).isEqualTo("free");
			SqliteFiles.execute(connection, "BEGIN IMMEDIATE", "INSERT INTO origin VALUES ('this process')");
			other.send("before");
			assertThat(other.awaitLine()).isEqualTo("locked");
			assertThat(DatabaseFile.state(database)).isEqualTo(DatabaseState.PRESENT);
			other.send("after state()");
			assertThat(other.awaitLine()).isEqualTo("locked");
			assertThat(LiteralCopy.of(database, this.image)).isFalse();
			other.send("after createFrom()");
			assertThat(other.awaitLine()).isEqualTo("locked");
			SqliteFiles.execute(connection, "COMMIT");
			other.send("at the end");
			assertThat(other.awaitLine()).isEqualTo("free");
		}
	}

	@Test
	void ofManyProcessesOneMakesEachCopyAndNoneHarmsWhatTheOthersFind() throws Exception {
		SqliteImage small = SqliteFiles.smallImage(this.templates.resolve("small.template"));
		for (int i = 0; i < TARGETS; i++) {
			Path target = this.directory.resolve("scenario-" + i + ".db");
			SqliteDatabaseCopyTests.Before.values()[i % 4].prepare(target);
		}
		List<ForkedJvm> racers = IntStream.range(0, 3)
			.mapToObj((i) -> JvmCommand.of(Racer.class).errorsApart().start(small.file(), this.directory))
			.toList();
		try {
			racers.forEach((racer) -> assertThat(racer.awaitLine()).isEqualTo("ready"));
			racers.forEach(ForkedJvm::go);
			int created = racers.stream().mapToInt((racer) -> Integer.parseInt(racer.awaitLine())).sum();
			assertThat(created).isEqualTo(TARGETS);
		}
		finally {
			racers.forEach(ForkedJvm::close);
		}
		try (var files = Files.list(this.directory)) {
			assertThat(files).hasSize(2 * TARGETS);
		}
		for (int i = 0; i < TARGETS; i++) {
			Path target = this.directory.resolve("scenario-" + i + ".db");
			assertThat(Files.mismatch(target, small.file())).isEqualTo(-1);
			assertThat(Path.of(target + "-wal")).hasContent("its own");
		}
	}

	@Test
	void emptyFileThatAnotherProcessIsReplacingIsLeftToIt() throws Exception {
		Path file = Files.createFile(this.directory.resolve("scenario.db"));
		SqliteImage small = SqliteFiles.smallImage(this.templates.resolve("small.template"));
		try (ForkedJvm other = JvmCommand.of(Replacer.class).errorsApart().start(this.image.file(), file)) {
			assertThat(other.awaitLine()).isEqualTo("locked");
			FutureTask<Boolean> copy = new FutureTask<>(() -> LiteralCopy.of(SqliteFiles.database(file), small));
			Thread thread = new Thread(copy);
			thread.start();
			while (!copy.isDone() && !isIn(thread, "lock0")) {
				Thread.onSpinWait();
			}
			other.send("replace");
			assertThat(other.awaitLine()).isEqualTo("replaced");
			assertThat(copy.get()).isFalse();
			assertThat(Files.mismatch(file, this.templates.resolve("replacement"))).isEqualTo(-1);
		}
		assertThat(this.directory.toFile().list()).containsExactly("scenario.db");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void fullDiskIsAClearErrorAndLeavesNothingBehind() throws Exception {
		Files.createFile(this.directory.resolve("scenario-empty.db"));
		// Whole blocks of 1024 bytes, so that the copy breaks off in the middle.
		JvmCommand command = JvmCommand.of(Copier.class).fileLimit(64).errorsApart();
		try (ForkedJvm jvm = command.start(this.image.file(), this.directory.resolve("scenario-missing.db"),
				this.directory.resolve("scenario-empty.db"))) {
			for (String name : List.of("scenario-missing.db", "scenario-empty.db")) {
				assertThat(jvm.awaitLine()).contains("could not be copied to " + this.directory.resolve(name))
					.contains("that the disk has " + this.image.bytes() / 1024 + " KiB left");
			}
		}
		assertThat(this.directory.resolve("scenario-empty.db")).isEmptyFile();
		try (var files = Files.list(this.directory)) {
			assertThat(files).hasSize(1);
		}
	}

	private static boolean isIn(Thread thread, String method) {
		return Arrays.stream(thread.getStackTrace()).anyMatch((frame) -> frame.getMethodName().equals(method));
	}

	/**
	 * Tries to write to a database, once at the start and once for each line that it
	 * reads.
	 */
	static final class Writer {

		private Writer() {
		}

		public static void main(String[] args) throws Exception {
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			do {
				try {
					SqliteFiles.execute("jdbc:sqlite:" + args[0] + "?busy_timeout=0",
							"INSERT INTO origin VALUES ('another process')");
					System.out.println("free");
				}
				catch (SQLException ex) {
					System.out.println(ex.getMessage().contains("SQLITE_BUSY") ? "locked" : ex.toString());
				}
			}
			while (input.readLine() != null);
		}

	}

	/**
	 * Makes all copies that others have not made, and says how many it made.
	 */
	static final class Racer {

		private Racer() {
		}

		public static void main(String[] args) throws Exception {
			SqliteImage image = SqliteImage.open(Path.of(args[0]));
			DatabaseFile.state(SqliteFiles.database(Path.of(args[1], "scenario-none.db")));
			System.out.println("ready");
			new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
			int created = 0;
			for (int i = 0; i < TARGETS; i++) {
				created += copy(image, Path.of(args[1], "scenario-" + i + ".db")) ? 1 : 0;
			}
			System.out.println(created);
		}

		private static boolean copy(SqliteImage image, Path target) throws IOException {
			boolean created = LiteralCopy.of(SqliteFiles.database(target), image);
			if (Files.mismatch(target, image.file()) != -1) {
				throw new IllegalStateException(target + " is not the image");
			}
			if (created) {
				Files.writeString(Path.of(target + "-wal"), "its own");
			}
			return created;
		}

	}

	/**
	 * Holds the lock on an empty file until it is told to replace it.
	 */
	static final class Replacer {

		private Replacer() {
		}

		public static void main(String[] args) throws Exception {
			Path replacement = Path.of(args[0]).resolveSibling("replacement");
			Files.copy(Path.of(args[0]), replacement);
			Path scratch = Files.copy(replacement, replacement.resolveSibling("scratch"));
			try (FileChannel empty = FileChannel.open(Path.of(args[1]), StandardOpenOption.WRITE)) {
				empty.lock(0, 1, false);
				System.out.println("locked");
				new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
				Files.move(scratch, Path.of(args[1]), StandardCopyOption.ATOMIC_MOVE);
			}
			System.out.println("replaced");
		}

	}

	/**
	 * Makes copies, and says what came of each.
	 */
	static final class Copier {

		private Copier() {
		}

		public static void main(String[] args) {
			SqliteImage image = SqliteImage.open(Path.of(args[0]));
			for (int i = 1; i < args.length; i++) {
				try {
					System.out.println(LiteralCopy.of(SqliteFiles.database(Path.of(args[i])), image));
				}
				catch (DatabaseCopyException ex) {
					System.out.println(ex.getMessage());
				}
			}
		}

	}

}
