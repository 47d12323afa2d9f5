package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.github.pristinedb.engine.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether two URLs name the same place.
 */
class SqliteDatabasePlaceTests {

	@TempDir
	private Path temporary;

	private Path link;

	/**
	 * As on a Mac, whose directory for temporary files is behind a link.
	 */
	@BeforeEach
	void link() throws IOException {
		Path directory = Files.createDirectory(this.temporary.resolve("directory"));
		this.link = Files.createSymbolicLink(this.temporary.resolve("link"), directory);
	}

	@Test
	void placeStaysTheSameWhenItsDirectoryAppears() throws IOException {
		Path file = this.link.resolve("target/sub/scenario.db");
		Database before = SqliteFiles.database(file);
		Map<Database, String> map = new HashMap<>(Map.of(before, "found"));
		Files.createDirectories(file.getParent());
		assertThat(map).containsKey(before);
		assertThat(SqliteFiles.database(file)).isEqualTo(before).hasSameHashCodeAs(before);
		assertThat(map.get(SqliteFiles.database(file.getParent().toRealPath().resolve("scenario.db"))))
			.isEqualTo("found");
	}

	@Test
	void detoursLeadToTheSamePlace() throws IOException {
		Path file = this.temporary.resolve("directory/scenario.db");
		Database database = SqliteFiles.database(file);
		assertThat(SqliteFiles.database(this.link.resolve("scenario.db"))).isEqualTo(database);
		assertThat(SqliteFiles.database(this.link.resolve("none/../scenario.db"))).isEqualTo(database);
		assertThat(SqliteFiles.database(this.link.resolve("../directory/scenario.db"))).isEqualTo(database);
		assertThat(SqliteFiles.database(this.link.resolve("other.db"))).isNotEqualTo(database);
	}

}
