package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TransactionRules;
import io.github.pristinedb.template.file.FileTemplateStore;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.core.DB;

/**
 * SQLite at work on all files of a run. It holds nothing open by itself.
 */
final class SqliteSession implements EngineSession {

	private static final int PATIENCE_MILLIS = 5000;

	// What tells one machine from another.
	private static final Set<String> PRIVATE_PRAGMAS = Set.of(Pragma.PASSWORD.pragmaName,
			Pragma.TEMP_STORE_DIRECTORY.pragmaName);

	private final Places places;

	private final TemplateStore templates;

	private final boolean writeAheadLog;

	SqliteSession(Places places) {
		this.places = places;
		this.writeAheadLog = JournalSetting.of(places) == JournalSetting.WAL;
		this.templates = new FileTemplateStore(SqliteFormat.INSTANCE, places);
	}

	@Override
	public SortedMap<String, String> fingerprint(Database model, DataSource application) {
		SqliteUrl url = ((SqliteDatabase) model).options();
		SortedMap<String, String> values = new TreeMap<>();
		values.put("option/url-parameters", String.join("&", url.uriParameters()));
		url.pragmas().forEach((name, value) -> values.put("option/url-" + name, value));
		if (application instanceof SQLiteDataSource sqlite) {
			sqlite.getConfig()
				.toProperties()
				.forEach((name, value) -> values.put("option/config-" + name, value.toString()));
		}
		values.keySet().removeIf(SqliteSession::isPrivate);
		// The driver brings the database with it.
		values.put("version/sqlite-jdbc", SQLiteJDBCLoader.getVersion());
		return values;
	}

	private static boolean isPrivate(String option) {
		return PRIVATE_PRAGMAS.stream().anyMatch((pragma) -> option.endsWith("-" + pragma));
	}

	@Override
	public DatabaseState state(Database database) {
		return DatabaseFile.state((SqliteDatabase) database);
	}

	@Override
	public @Nullable Object occupant(Database database) {
		return DatabaseFile.key((SqliteDatabase) database);
	}

	@Override
	public boolean createLiteral(Database target, Image image) {
		return LiteralCopy.of((SqliteDatabase) target, (SqliteImage) image);
	}

	/**
	 * By SQLite's own backup, which has what is in a write-ahead log too ("Using the
	 * SQLite Online Backup API").
	 */
	@Override
	public Image copy(Database source) {
		SqliteDatabase database = (SqliteDatabase) source;
		return BaselineFiles.create(this.places, database.name(), (file) -> {
			backUp(database, file);
			return SqliteImage.open(file);
		});
	}

	private static void backUp(SqliteDatabase database, Path file) {
		String url = database.options().forReader(database.file(), PATIENCE_MILLIS);
		try (Connection connection = DriverManager.getConnection(url)) {
			SqliteImage.checkSize(database.file(), Files.size(database.file()));
			DB driver = connection.unwrap(SQLiteConnection.class).getDatabase();
			int result = driver.backup("main", file.toString(), null);
			if (result != SQLiteErrorCode.SQLITE_OK.code) {
				throw new SQLException(SQLiteErrorCode.getErrorCode(result).toString(), null, result);
			}
		}
		catch (IOException | SQLException ex) {
			throw new DatabaseCopyException(
					"The database " + database + " could not be copied to " + file + ": " + ex + ".",
					"Check the permissions of the database and the room on the disk. If a dead process left a"
							+ " journal beside it, open it once with the sqlite3 shell.",
					ex);
		}
	}

	@Override
	public void discard(Image image) {
		BaselineFiles.discard(this.places, (SqliteImage) image);
	}

	@Override
	public TemplateStore templates() {
		return this.templates;
	}

	@Override
	public ScenarioDatabase create(Database model, String purpose, @Nullable Image baseline) {
		SqliteDatabase database = (SqliteDatabase) model;
		return SqliteScenarioDatabase.create(database, this.places, purpose, (SqliteImage) baseline,
				this.writeAheadLog && !database.options().hasJournalMode());
	}

	@Override
	public Database withOptions(Database scenario, Database model) {
		return ((SqliteDatabase) model).forScenario(((SqliteDatabase) scenario).file());
	}

	@Override
	public void opened(Connection connection, Database database) {
		ConnectionTraits.keepJournal(connection, ((SqliteDatabase) database).options().hasJournalMode());
	}

	@Override
	public TransactionRules transactionRules(Connection connection) throws SQLException {
		return new SqliteTransactionRules(connection);
	}

	@Override
	public LayerSupport layers() {
		return SqliteLayers.INSTANCE;
	}

	@Override
	public void close() {
	}

}
