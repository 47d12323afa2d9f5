package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import io.github.pristinedb.engine.TestPlaces;
import org.sqlite.SQLiteDataSource;

/**
 * A scenario database with connections that stay open, as a pool keeps them.
 */
final class SqliteSlot implements AutoCloseable {

	/**
	 * What slots ask of the driver.
	 */
	static final String FAST = "?journal_mode=MEMORY&synchronous=OFF";

	/**
	 * SQLite's own journal mode, which is DELETE.
	 */
	static final String DEFAULTS = "?synchronous=OFF";

	/**
	 * A write-ahead log.
	 */
	static final String LOG = "?journal_mode=WAL&synchronous=OFF";

	final Path file;

	/**
	 * What is captured is in there.
	 */
	final Path captures;

	final SqliteScenarioDatabase database;

	private final String url;

	private final List<Connection> connections = new ArrayList<>();

	private static final AtomicInteger numbers = new AtomicInteger();

	private boolean inspected;

	SqliteSlot(Path file, SqliteImage baseline, String options) {
		this(file, baseline, options, false);
	}

	SqliteSlot(Path file, SqliteImage baseline, String options, boolean writeAheadLog) {
		this.file = file;
		this.captures = file.resolveSibling("captures-" + numbers.incrementAndGet());
		this.url = "jdbc:sqlite:" + file + options;
		this.database = new SqliteScenarioDatabase(SqliteFiles.database(this.url), new TestPlaces(this.captures),
				file.getParent(), baseline, writeAheadLog);
	}

	/**
	 * Create an image.
	 * @param file its file
	 * @param statements what it is made by
	 * @return the image
	 */
	static SqliteImage image(Path file, String... statements) throws SQLException {
		try (Connection connection = connect("jdbc:sqlite:" + file + DEFAULTS)) {
			execute(connection, statements);
		}
		return SqliteImage.open(file);
	}

	/**
	 * Open a connection, as a pool does.
	 * @param setUp what the pool begins with
	 * @return the connection
	 */
	Connection connect(String... setUp) throws SQLException {
		Connection connection = connect(this.url);
		execute(connection, setUp);
		if (!this.inspected) {
			this.database.inspect(connection);
			this.inspected = true;
		}
		this.connections.add(connection);
		return connection;
	}

	boolean isClean() {
		return this.database.isClean(SqliteSlot::none);
	}

	Restoration restore(SqliteImage baseline) {
		return this.database.restore(baseline, SqliteSlot::none);
	}

	SqliteImage capture() {
		return (SqliteImage) this.database.capture();
	}

	private static Connection none() {
		throw new IllegalStateException("SQLite looks at the file");
	}

	void disconnect() throws SQLException {
		for (Connection connection : this.connections) {
			connection.close();
		}
		this.connections.clear();
	}

	/**
	 * The way that breaks the rules: an image's bytes as they are, the length too.
	 * @param image the image
	 */
	void overwriteNaively(SqliteImage image) throws IOException {
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(Files.readAllBytes(image.file())), 0);
			channel.truncate(image.bytes());
		}
	}

	Path sidecar(String suffix) {
		return this.file.resolveSibling(this.file.getFileName() + suffix);
	}

	ByteBuffer header() throws IOException {
		return ByteBuffer.wrap(Files.readAllBytes(this.file)).slice(0, SqliteHeader.LENGTH);
	}

	@Override
	public void close() throws SQLException {
		disconnect();
		this.database.close();
	}

	private static Connection connect(String url) throws SQLException {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl(url);
		return dataSource.getConnection();
	}

	static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static String query(Connection connection, String sql) throws SQLException {
		StringBuilder result = new StringBuilder();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				result.append(result.isEmpty() ? "" : ",").append(rows.getString(1));
			}
		}
		return result.toString();
	}

	/**
	 * A table of numbers.
	 * @param first the first number
	 * @param last the last number
	 * @return a subquery with the column {@code value}
	 */
	static String series(int first, int last) {
		return "(WITH RECURSIVE series (value) AS (SELECT " + first + " UNION ALL SELECT value + 1 FROM series"
				+ " WHERE value < " + last + ") SELECT value FROM series)";
	}

}
