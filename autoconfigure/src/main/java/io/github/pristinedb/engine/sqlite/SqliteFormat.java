package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.files.Uninterrupted;
import io.github.pristinedb.template.file.FileFormat;
import io.github.pristinedb.template.file.FileImage;
import org.jspecify.annotations.Nullable;

/**
 * Templates of SQLite: the image is the finished database file.
 */
final class SqliteFormat implements FileFormat {

	static final SqliteFormat INSTANCE = new SqliteFormat();

	private SqliteFormat() {
	}

	@Override
	public String engine() {
		return SqliteEngine.NAME;
	}

	@Override
	public Scratch scratch(Database model, Path directory, @Nullable Image base) {
		SqliteDatabase database = (SqliteDatabase) model;
		SqliteDatabase scratch = database.forScratch(directory.resolve(database.name()));
		if (base != null) {
			LiteralCopy.of(scratch, (SqliteImage) base);
		}
		return new SqliteScratch(scratch, directory);
	}

	@Override
	public FileImage freeze(Scratch scratch, Path file) {
		SqliteDatabase database = ((SqliteScratch) scratch).database();
		Path built = database.file();
		try {
			finish(database);
			SqliteImage.checkSize(built, Files.size(built));
			Uninterrupted.run(() -> force(built));
			if (!built.toFile().setReadOnly()) {
				throw new IOException("The file cannot be made read-only");
			}
			Files.move(built, file, StandardCopyOption.ATOMIC_MOVE);
			return SqliteImage.open(file);
		}
		catch (IOException | SQLException ex) {
			throw new DatabaseCopyException("The template " + file + " could not be published: " + ex + ".",
					"Check that the migration closes its connections, the directory is writable and the disk is not"
							+ " full.",
					ex);
		}
	}

	private static void force(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.force(true);
		}
	}

	/**
	 * Bring everything into the one file: a write-ahead log, and the first page of a
	 * database that nothing was written to.
	 */
	private static void finish(SqliteDatabase scratch) throws SQLException, IOException {
		boolean blank = DatabaseFile.state(scratch) != DatabaseState.PRESENT;
		// A migration may have turned on the write-ahead log, which is part of what it
		// made.
		String url = scratch.options().forObserver(scratch.file(), 0);
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			if (blank) {
				statement.execute("CREATE TABLE pristine_blank (id INTEGER)");
				statement.execute("DROP TABLE pristine_blank");
				statement.execute("VACUUM");
			}
			statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
			// Nobody may be in the middle of something.
			statement.execute("BEGIN EXCLUSIVE");
			statement.execute("COMMIT");
		}
		for (Path sidecar : scratch.sidecars()) {
			// A journal of which SQLite made nothing just now has nothing to say.
			if (!sidecar.toString().endsWith("-journal") && Files.exists(sidecar) && Files.size(sidecar) > 0) {
				throw new IOException("The finished database still has a " + sidecar.getFileName()
						+ " beside it: a connection to it is open");
			}
			Files.deleteIfExists(sidecar);
		}
	}

	@Override
	public FileImage open(Path file) {
		return SqliteImage.open(file);
	}

	@Override
	public SqlDialect dialect() {
		return SqliteDialect.INSTANCE;
	}

}
