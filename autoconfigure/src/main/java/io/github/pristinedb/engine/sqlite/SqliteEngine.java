package io.github.pristinedb.engine.sqlite;

import java.io.File;
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
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ReadableUrl;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.TransactionRules;
import io.github.pristinedb.files.Uninterrupted;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.core.DB;

/**
 * SQLite, through the {@code sqlite-jdbc} driver: a database is a file, an image is the
 * finished file itself.
 */
public final class SqliteEngine implements DatabaseEngine {

	/**
	 * Nothing that is thrown away has to survive a crash. Whether it would, nobody can
	 * see: unlike the mode of the journal, on which depends who waits for whom.
	 */
	private static final Map<String, String> EPHEMERAL = Map.of("synchronous", "OFF");

	private static final Set<Integer> STORAGE_FAILURES = Set.of(SQLiteErrorCode.SQLITE_FULL.code,
			SQLiteErrorCode.SQLITE_IOERR.code, SQLiteErrorCode.SQLITE_READONLY.code,
			SQLiteErrorCode.SQLITE_CANTOPEN.code);

	private static final int PATIENCE_MILLIS = 5000;

	// What tells one machine from another.
	private static final Set<String> PRIVATE_PRAGMAS = Set.of(Pragma.PASSWORD.pragmaName,
			Pragma.TEMP_STORE_DIRECTORY.pragmaName);

	@Override
	public String name() {
		return "sqlite";
	}

	@Override
	public SortedMap<String, String> versions() {
		// The driver brings the database with it.
		return new TreeMap<>(Map.of("sqlite-jdbc", SQLiteJDBCLoader.getVersion()));
	}

	@Override
	public SortedMap<String, String> options(Database database, DataSource dataSource) {
		SqliteUrl url = ((SqliteDatabase) database).options();
		SortedMap<String, String> options = new TreeMap<>();
		options.put("url-parameters", String.join("&", url.uriParameters()));
		url.pragmas().forEach((name, value) -> options.put("url-" + name, value));
		if (dataSource instanceof SQLiteDataSource sqlite) {
			sqlite.getConfig().toProperties().forEach((name, value) -> options.put("config-" + name, value.toString()));
		}
		options.keySet().removeIf(SqliteEngine::isPrivate);
		return options;
	}

	private static boolean isPrivate(String option) {
		return PRIVATE_PRAGMAS.stream().anyMatch((pragma) -> option.endsWith("-" + pragma));
	}

	@Override
	public @Nullable Database locate(String url) {
		SqliteUrl parsed = SqliteUrl.parse(url);
		return (parsed != null) ? new SqliteDatabase(url, parsed) : null;
	}

	@Override
	public Database scratch(Database model, Path directory) {
		SqliteDatabase database = (SqliteDatabase) model;
		return at(database.options().forScratch(directory.resolve(database.name()), EPHEMERAL));
	}

	private SqliteDatabase at(String url) {
		SqliteUrl parsed = SqliteUrl.parse(url);
		if (parsed == null) {
			throw new IllegalStateException("Not an SQLite URL: " + ReadableUrl.of(url));
		}
		return new SqliteDatabase(url, parsed);
	}

	@Override
	public @Nullable Database copyScratch(Database scratch, Path directory) {
		SqliteDatabase database = (SqliteDatabase) scratch;
		Path copy = directory.resolve(database.name());
		try {
			for (String sidecar : SqliteDatabase.SIDECARS) {
				Path beside = database.file().resolveSibling(database.file().getFileName() + sidecar);
				if (Files.exists(beside) && Files.size(beside) > 0) {
					// The file alone is not the database.
					return null;
				}
			}
			// Closing it drops the locks on the file, but nobody else works on it.
			Files.copy(database.file(), copy);
			return at(database.options().forScratch(copy, EPHEMERAL));
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

	@Override
	public Image freeze(Database scratch, Path file) {
		Path built = ((SqliteDatabase) scratch).file();
		try {
			finish((SqliteDatabase) scratch);
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
					"Check that the migration leaves no connection open, that the directory can be written to and that"
							+ " the disk is not full.",
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
	private void finish(SqliteDatabase scratch) throws SQLException, IOException {
		boolean blank = scratch.state() != DatabaseState.PRESENT;
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
		for (String sidecar : SqliteDatabase.SIDECARS) {
			Path left = scratch.file().resolveSibling(scratch.file().getFileName() + sidecar);
			// A journal of which SQLite made nothing just now has nothing to say.
			if (!sidecar.equals("-journal") && Files.exists(left) && Files.size(left) > 0) {
				throw new IOException("The finished database still has a " + left.getFileName()
						+ " beside it: a connection to it is open");
			}
			Files.deleteIfExists(left);
		}
	}

	/**
	 * By SQLite's own backup, which has what is in a write-ahead log too ("Using the
	 * SQLite Online Backup API").
	 */
	@Override
	public Image copy(Database source, Path file) {
		SqliteDatabase database = (SqliteDatabase) source;
		String url = database.options().forReader(database.file(), PATIENCE_MILLIS);
		try (Connection connection = DriverManager.getConnection(url)) {
			SqliteImage.checkSize(database.file(), Files.size(database.file()));
			DB driver = connection.unwrap(SQLiteConnection.class).getDatabase();
			int result = driver.backup("main", file.toString(), null);
			if (result != SQLiteErrorCode.SQLITE_OK.code) {
				throw new SQLException(SQLiteErrorCode.getErrorCode(result).toString(), null, result);
			}
			return SqliteImage.open(file);
		}
		catch (IOException | SQLException ex) {
			throw new DatabaseCopyException(
					"The database " + database + " could not be copied to " + file + ": " + ex + ".",
					"Check that it can be read, that no process that died has left a journal beside it (open it"
							+ " once with the sqlite3 shell), and that the disk is not full.",
					ex);
		}
	}

	@Override
	public Image image(Path file) {
		return SqliteImage.open(file);
	}

	@Override
	public ScenarioDatabase createScenarioDatabase(Database model, Path directory, @Nullable Image baseline) {
		SqliteDatabase database = (SqliteDatabase) model;
		Path file = directory.resolve(database.name());
		SqliteDatabase own = at(database.options().withFile(file, EPHEMERAL, Map.of()));
		return new SqliteScenarioDatabase(own, file, baseline);
	}

	@Override
	public Database withOptions(Database scenario, Database model) {
		return at(((SqliteDatabase) model).options().withFile(((SqliteDatabase) scenario).file(), EPHEMERAL, Map.of()));
	}

	@Override
	public void opened(Connection connection, Database database) {
		if (!((SqliteDatabase) database).options().hasJournalMode()) {
			ConnectionTraits.keepJournalInMemory(connection);
		}
	}

	@Override
	public boolean sticksToConnection(String sql) {
		return StickyStatements.contains(sql);
	}

	@Override
	public TransactionRules transactionRules(Connection connection) throws SQLException {
		return new SqliteTransactionRules(connection);
	}

	@Override
	public String openCommand(Path file) {
		return openCommand(file.toString(), File.separatorChar);
	}

	/**
	 * What a person types, so that the shell takes the file name as it is.
	 * @param file the file name
	 * @param separator what parts directories on this system
	 * @return a command for a POSIX shell, or for those of Windows, where no file name
	 * has a double quote
	 */
	static String openCommand(String file, char separator) {
		return "sqlite3 " + ((separator == '\\') ? '"' + file + '"' : "'" + file.replace("'", "'\\''") + "'");
	}

	@Override
	public boolean isStorageFailure(SQLException failure) {
		return STORAGE_FAILURES.contains(failure.getErrorCode() & 0xFF);
	}

	@Override
	public boolean isLockFailure(SQLException failure) {
		// The low byte is the primary result code.
		int code = failure.getErrorCode() & 0xFF;
		return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
	}

}
