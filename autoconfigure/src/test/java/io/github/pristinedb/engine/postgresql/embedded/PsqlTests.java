package io.github.pristinedb.engine.postgresql.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where {@code psql} is looked for.
 */
@DisabledOnOs(OS.WINDOWS)
class PsqlTests {

	@TempDir
	private Path directory;

	@Test
	void serversOwnIsPreferredToThatOfTheMachine() throws IOException {
		Path own = program("own");
		Path first = program("first");
		String path = "" + File.pathSeparator + own.resolveSibling("missing") + File.pathSeparator + first;
		assertThat(Psql.find(own, path)).hasToString(own.resolve("psql").toString());
		Files.delete(own.resolve("psql"));
		assertThat(Psql.find(own, path)).hasToString(first.resolve("psql").toString());
	}

	@Test
	void machineMayHaveNone() throws IOException {
		Path other = Files.createDirectory(this.directory.resolve("other"));
		Files.createFile(other.resolve("psql"));
		Psql none = Psql.find(this.directory, other.toString());
		assertThat(none.isThere()).as("a file that nobody can execute").isFalse();
		assertThat(Psql.find(this.directory, null).isThere()).isFalse();
		none.awaitEnd();
	}

	private Path program(String name) throws IOException {
		Path directory = Files.createDirectory(this.directory.resolve(name));
		assertThat(Files.createFile(directory.resolve("psql")).toFile().setExecutable(true)).isTrue();
		return directory;
	}

}
