package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.engine.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * What builds SQLite's templates upon others.
 */
final class SqliteLayers implements LayerSupport {

	static final SqliteLayers INSTANCE = new SqliteLayers();

	private SqliteLayers() {
	}

	@Override
	public @Nullable Scratch copy(Scratch scratch) {
		SqliteScratch present = (SqliteScratch) scratch;
		SqliteDatabase database = present.database();
		try {
			for (Path sidecar : database.sidecars()) {
				if (Files.exists(sidecar) && Files.size(sidecar) > 0) {
					// The file alone is not the database.
					return null;
				}
			}
			Path directory = Files.createDirectory(present.directory().resolve("layer"));
			Path copy = directory.resolve(database.name());
			// Closing it drops the locks on the file, but nobody else works on it.
			Files.copy(database.file(), copy);
			return new SqliteScratch(database.forScratch(copy), directory);
		}
		catch (IOException ex) {
			throw new DatabaseCopyException("The database " + database.file() + " could not be copied: " + ex + ".",
					"Check that the disk is not full.", ex);
		}
	}

	@Override
	public String connectionState(Connection connection) throws SQLException {
		return ConnectionState.of(connection);
	}

	@Override
	public boolean readsConnection(String sql) {
		return ConnectionState.isReadBy(sql);
	}

	@Override
	public boolean changesConnection(String sql) {
		return ConnectionState.isChangedUnseenBy(sql);
	}

}
