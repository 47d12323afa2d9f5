package io.github.pristinedb.engine.kit;

import java.nio.file.Path;
import java.util.List;

/**
 * SQLite with a write-ahead log.
 */
public class SqliteLogFixture extends SqliteFixture {

	@Override
	public String url(Path directory, String name) {
		return super.url(directory, name) + "&journal_mode=WAL";
	}

	/**
	 * {@inheritDoc} As beside any second connection, nobody leaves the log or has the
	 * file for himself.
	 */
	@Override
	public List<Deed> deeds() {
		return super.deeds().stream()
			.filter((deed) -> !deed.name().contains("journal_mode") && !deed.name().contains("locking_mode"))
			.toList();
	}

	@Override
	public boolean commitsBesideReaders() {
		return true;
	}

}
