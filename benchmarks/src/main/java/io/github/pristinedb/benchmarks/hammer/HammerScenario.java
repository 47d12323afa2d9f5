package io.github.pristinedb.benchmarks.hammer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.benchmarks.generator.GeneratedScenario;
import io.github.pristinedb.scenario.Isolation;
import io.github.pristinedb.transaction.TransactionIsolationException;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

/**
 * One scenario: checks that it starts from the template, does something at random, checks
 * that it sees what it did and nothing else, and leaves.
 */
final class HammerScenario {

	private static final String EXTRA = "extra";

	private final HammerRun run;

	private final GeneratedScenario plan;

	private final String name;

	private final DataSource dataSource;

	private final HammerApplication.Background background;

	private final RestClient client;

	private final int port;

	private final String address;

	private final RandomGenerator random;

	private final Isolation isolation;

	private final List<String> done = new ArrayList<>();

	private Model model;

	private String file = "";

	private String previous = "";

	HammerScenario(HammerRun run, GeneratedScenario plan, DataSource dataSource,
			HammerApplication.Background background, RestClient client, int port) {
		this.run = run;
		this.plan = plan;
		this.name = "scenario " + plan.number();
		this.dataSource = dataSource;
		this.background = background;
		this.client = client;
		this.port = port;
		this.address = "http://localhost:" + port;
		this.isolation = run.options().mode().isolation(plan.number());
		this.random = new Random(plan.seed());
		this.model = new Model(new Content(new java.util.TreeMap<>(), new java.util.TreeMap<>()));
	}

	void run() throws Exception {
		if (this.isolation == Isolation.NONE && this.run.options().mode() != HammerMode.NONE) {
			disturb();
			this.run.finished();
			return;
		}
		try {
			checkStart();
			for (int i = this.plan.writes() ? this.plan.steps() : 0; i > 0; i--) {
				Deed[] deeds = Deed.values();
				perform(deeds[this.random.nextInt(deeds.length)]);
			}
			meddle();
			checkEnd();
			Parting parting = parting();
			this.run.parted(parting);
			this.done.add(parting.name());
			leaveBy(parting);
		}
		catch (TransactionIsolationException ex) {
			if (!isInterleaving()) {
				this.run.violated(toString(), ex.toString());
				throw ex;
			}
			this.run.conflicted();
		}
		catch (SQLException | RuntimeException ex) {
			this.run.violated(toString(), ex.toString());
			throw ex;
		}
		finally {
			this.run.left(this.file, this.name + " " + this.done);
			this.run.finished();
		}
		if (this.random.nextInt(12) == 0) {
			throw new ExpectedFailure();
		}
	}

	private boolean isInterleaving() {
		return this.isolation == Isolation.TRANSACTION && this.run.options().mode().isInterleaving();
	}

	/**
	 * Write to the database that all scenarios have in common which are not kept apart.
	 */
	private void disturb() throws SQLException {
		synchronized (this.run) {
			execute("INSERT INTO item (name, amount) VALUES ('" + this.name + " disturbs', 1)");
		}
	}

	/**
	 * Not everything that is nasty is possible in one transaction.
	 */
	private void leaveBy(Parting parting) throws SQLException, InterruptedException {
		try {
			part(parting);
		}
		catch (TransactionIsolationException ex) {
			if (this.isolation != Isolation.TRANSACTION) {
				throw ex;
			}
			this.run.refused();
		}
	}

	private Parting parting() {
		Parting[] partings = Parting.values();
		Parting parting = (this.random.nextInt(3) > 0) ? Parting.TIDY : partings[this.random.nextInt(partings.length)];
		return (this.run.options().mild() && !parting.isMild()) ? Parting.TIDY : parting;
	}

	private void checkStart() throws SQLException, IOException {
		List<Connection> connections = new ArrayList<>();
		try {
			for (int i = this.random.nextInt(3); i >= 0; i--) {
				Connection connection = this.dataSource.getConnection();
				connections.add(connection);
				if (connections.size() == 1) {
					lookAround(connection);
				}
				Content content = Content.read(connection);
				Content template = this.run.template(content);
				expect(template, content, "start, connection " + connections.size());
				ConnectionState state = ConnectionState.of(connection);
				ConnectionState expected = this.run.connection(state);
				if (!state.equals(expected)) {
					this.run.violated(toString(),
							"start, connection " + connections.size() + ": " + expected.differences(state));
				}
				this.model = new Model(content);
			}
		}
		finally {
			for (Connection connection : connections) {
				connection.close();
			}
		}
	}

	/**
	 * See where the database is, who had it before, and what other slots there are.
	 */
	private void lookAround(Connection connection) throws SQLException, IOException {
		try (Statement statement = connection.createStatement()) {
			this.file = Content.rows(statement, "SELECT file FROM pragma_database_list").get(0).get(0);
		}
		this.previous = this.run.leftBy(this.file);
		try (Stream<Path> directories = Files.list(Path.of(this.file).getParent().getParent())) {
			this.run.slots((int) directories.filter((directory) -> isSlot(directory)).count());
		}
	}

	private static boolean isSlot(Path directory) {
		return directory.getFileName().toString().startsWith("worker-")
				&& Files.exists(directory.resolve(HammerScenarios.DATABASE));
	}

	private void checkEnd() throws SQLException {
		Content expected = this.model.content();
		try (Connection connection = this.dataSource.getConnection()) {
			expect(expected, Content.read(connection), "end");
			switch (this.random.nextInt(4)) {
				case 0 -> {
					try (Connection other = this.dataSource.getConnection()) {
						expect(expected, Content.read(other), "end, by another connection");
					}
				}
				case 1 -> expectChecksum(expected, this.background.checksum().join(), "end, by an asynchronous method");
				case 2 -> expectChecksum(expected, get("/checksum"), "end, over HTTP");
				default -> {
				}
			}
		}
	}

	private void expect(Content expected, Content found, String when) {
		if (!found.equals(expected)) {
			this.run.violated(toString(), when + ": " + expected.differences(found));
		}
	}

	private void expectChecksum(Content expected, String found, String when) {
		if (!found.equals(expected.checksum())) {
			this.run.violated(toString(), when + ": the checksum is " + found);
		}
	}

	/**
	 * Try to reach this scenario's database by what earlier ones left behind.
	 */
	private void meddle() {
		HammerRun.Late late = (this.random.nextInt(4) == 0) ? this.run.postponed(this.port) : null;
		if (late != null) {
			late.finish();
		}
		Connection abandoned = (this.random.nextInt(4) == 0) ? this.run.abandoned() : null;
		if (abandoned != null) {
			try (Statement statement = abandoned.createStatement()) {
				statement.executeUpdate("INSERT INTO item (name, amount) VALUES ('by a connection left behind', 1)");
			}
			catch (SQLException ex) {
				// So it should be.
			}
		}
	}

	private void perform(Deed deed) throws SQLException {
		this.done.add(deed.name());
		long item = this.model.item(this.random);
		switch (deed) {
			case READ -> read();
			case INSERT_ITEM -> insertItem();
			case UPDATE_ITEM -> {
				long amount = this.random.nextInt(1000);
				execute("UPDATE item SET amount = " + amount + " WHERE id = " + item);
				this.model.updateItem(item, amount);
			}
			case DELETE_ITEM -> {
				execute("DELETE FROM item WHERE id = " + item);
				this.model.deleteItem(item);
			}
			case INSERT_MANY_PARTS -> insertManyParts(item);
			case DELETE_ALL_PARTS -> {
				execute("DELETE FROM part");
				this.model.rows("part").clear();
			}
			case COMMIT -> transaction(true);
			case ROLL_BACK -> transaction(false);
			case SAVEPOINT -> savepoint(item);
			case ROLL_BACK_DDL -> rollBackSchema();
			case CREATE_TABLE -> createTable();
			case DROP_TABLE -> dropTable();
			case CREATE_INDEX -> createIndex();
			case CREATE_TRIGGER -> createTrigger();
			case DROP_VIEW -> {
				execute("DROP VIEW IF EXISTS item_parts");
				this.model.drop("view item_parts");
			}
			case ADD_COLUMN -> addColumn();
			case HTTP -> overHttp(item);
			case HTTP_READ -> expectChecksum(this.model.content(), get("/checksum"), "over HTTP");
			case ASYNC -> inBackground(item);
			case ASYNC_OVER_HTTP ->
				expectChecksum(this.model.content(), get("/background-checksum"), "asynchronously over HTTP");
			case SEVERAL_CONNECTIONS -> severalConnections(item);
			case METADATA -> metadata();
			case INTERLEAVE -> {
				if (isInterleaving()) {
					interleave(item, this.model.item(this.random));
				}
			}
		}
	}

	private void read() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			expect(this.model.content(), Content.read(connection), "on the way");
		}
	}

	private void execute(String... statements) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			execute(connection, statements);
		}
	}

	private static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private void insertItem() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			insertItem(connection);
		}
	}

	private void insertItem(Connection connection) throws SQLException {
		String item = this.name + " item " + this.random.nextInt(1000);
		long amount = this.random.nextInt(1000);
		try (PreparedStatement insert = connection.prepareStatement("INSERT INTO item (name, amount) VALUES (?, ?)")) {
			insert.setString(1, item);
			insert.setLong(2, amount);
			insert.executeUpdate();
		}
		this.model.insertItem(item, amount);
	}

	private void insertManyParts(long item) throws SQLException {
		if (item == 0) {
			return;
		}
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement insert = connection
					.prepareStatement("INSERT INTO part (id, item_id, label) VALUES (?, ?, ?)")) {
			connection.setAutoCommit(false);
			for (int i = this.random.nextInt(200); i >= 0; i--) {
				long id = this.model.newPart();
				String label = this.name + " " + "x".repeat(this.random.nextInt(400));
				insert.setLong(1, id);
				insert.setLong(2, item);
				insert.setString(3, label);
				insert.addBatch();
				this.model.insertPart(id, item, label);
			}
			insert.executeBatch();
			connection.commit();
		}
	}

	private void transaction(boolean commit) throws SQLException {
		Model before = this.model.copy();
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(false);
			for (int i = this.random.nextInt(10); i >= 0; i--) {
				insertItem(connection);
			}
			expect(this.model.content(), Content.read(connection), "in a transaction");
			if (commit) {
				connection.commit();
			}
			else {
				connection.rollback();
				this.model.resetTo(before);
			}
		}
	}

	private void savepoint(long item) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(false);
			insertItem(connection);
			Model before = this.model.copy();
			Savepoint savepoint = connection.setSavepoint("halfway");
			insertItem(connection);
			if (item != 0) {
				execute(connection, "DELETE FROM item WHERE id = " + item);
			}
			connection.rollback(savepoint);
			this.model.resetTo(before);
			insertItem(connection);
			connection.commit();
		}
	}

	private void rollBackSchema() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(false);
			execute(connection, "CREATE TABLE never (id INTEGER PRIMARY KEY, text TEXT)",
					"INSERT INTO never (text) VALUES ('" + this.name + "')", "DROP INDEX IF EXISTS part_item");
			connection.rollback();
		}
	}

	/**
	 * A table of the same name in many scenarios, but never with the same columns: a
	 * connection that knew that of an earlier scenario would not find them.
	 */
	private void createTable() throws SQLException {
		if (this.model.has("table " + EXTRA)) {
			return;
		}
		String column = "c" + this.random.nextInt(100);
		String sql = "CREATE TABLE extra (id INTEGER PRIMARY KEY, " + column + " TEXT"
				+ (this.random.nextBoolean() ? ", more TEXT" : "") + ")";
		execute(sql, "INSERT INTO extra (" + column + ") VALUES ('" + this.name + "')");
		this.model.define("table " + EXTRA, sql);
		List<String> row = new ArrayList<>(List.of("1", this.name));
		if (sql.contains("more")) {
			row.add("null");
		}
		this.model.rows(EXTRA).put(1L, row);
	}

	private void dropTable() throws SQLException {
		if (this.model.has("table " + EXTRA)) {
			execute("DROP TABLE extra");
			this.model.drop("table " + EXTRA);
			this.model.drop("index extra_id");
		}
		else {
			execute("DROP TABLE IF EXISTS part", "CREATE TABLE part (id INTEGER PRIMARY KEY,"
					+ " item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE, label TEXT)");
			this.model.drop("index part_item");
			this.model.drop("index part_label");
			// The view and the trigger do not go with the table.
			this.model.rows("part").clear();
			readBack("table", "part");
		}
	}

	private void createIndex() throws SQLException {
		if (!this.model.has("index part_label")) {
			String sql = "CREATE INDEX part_label ON part (label" + (this.random.nextBoolean() ? ", id" : "") + ")";
			execute(sql);
			this.model.define("index part_label", sql);
		}
	}

	private void createTrigger() throws SQLException {
		if (!this.model.has("trigger item_deleted")) {
			String sql = "CREATE TRIGGER item_deleted BEFORE DELETE ON item WHEN old.id < 0 BEGIN"
					+ " DELETE FROM log WHERE id = " + this.random.nextInt(100) + "; END";
			execute(sql);
			this.model.define("trigger item_deleted", sql);
		}
	}

	private void addColumn() throws SQLException {
		if (!this.model.rows("sqlite_sequence").isEmpty() && !hasNotes()) {
			execute("ALTER TABLE item ADD COLUMN note TEXT DEFAULT 'none'");
			this.model.addNotes("");
			readBack("table", "item");
		}
	}

	private boolean hasNotes() {
		return this.model.content().schema().getOrDefault("table item", "").contains("note");
	}

	/**
	 * Take the text of a definition from the database, which words it in its own way.
	 */
	private void readBack(String kind, String object) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			List<List<String>> found = Content.rows(statement,
					"SELECT sql FROM sqlite_schema WHERE type = '" + kind + "' AND name = '" + object + "'");
			this.model.define(kind + " " + object, found.get(0).get(0));
		}
	}

	private void overHttp(long item) {
		String text = this.name + " over HTTP";
		if (item == 0 || this.random.nextBoolean()) {
			long amount = this.random.nextInt(1000);
			post("/items", "name", text, "amount", amount);
			this.model.insertItem(text, amount);
		}
		else {
			long id = this.model.newPart();
			long otherId = this.model.newPart();
			post("/parts", "id", id, "otherId", otherId, "item", item, "label", text);
			this.model.insertPart(id, item, text);
			this.model.insertPart(otherId, item, text);
			if (this.random.nextBoolean()) {
				this.client.delete().uri(this.address + "/items/" + item).retrieve().toBodilessEntity();
				this.model.deleteItem(item);
			}
		}
	}

	private void post(String path, Object... namesAndValues) {
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			form.add(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
		}
		this.client.post().uri(this.address + path).body(form).retrieve().toBodilessEntity();
	}

	private String get(String path) {
		return String.valueOf(this.client.get().uri(this.address + path).retrieve().body(String.class));
	}

	private void inBackground(long item) throws SQLException {
		if (item == 0) {
			return;
		}
		List<CompletableFuture<Void>> work = new ArrayList<>();
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			long id = this.model.newPart();
			work.add(this.background.insertPart(id, item, this.name + " in the background"));
			this.model.insertPart(id, item, this.name + " in the background");
		}
		// At the same time on this thread.
		insertItem();
		CompletableFuture.allOf(work.toArray(CompletableFuture<?>[]::new)).join();
	}

	private void severalConnections(long item) throws SQLException {
		if (item == 0) {
			return;
		}
		try (Connection one = this.dataSource.getConnection();
				Connection two = this.dataSource.getConnection();
				Connection three = this.dataSource.getConnection()) {
			insertItem(one);
			expect(this.model.content(), Content.read(two), "by the second connection");
			execute(two, "DELETE FROM item WHERE id = " + item);
			this.model.deleteItem(item);
			expect(this.model.content(), Content.read(three), "by the third connection");
			insertItem(three);
			expect(this.model.content(), Content.read(one), "by the first connection");
		}
	}

	/**
	 * Two transactions, each of which changes an item of its own, in any order.
	 */
	private void interleave(long item, long other) throws SQLException {
		if (item == 0 || other == 0 || item == other) {
			return;
		}
		long[] items = { item, other };
		long[] amounts = { -1, -1 };
		try (Connection one = this.dataSource.getConnection(); Connection two = this.dataSource.getConnection()) {
			Connection[] connections = { one, two };
			one.setAutoCommit(false);
			two.setAutoCommit(false);
			for (int i = this.random.nextInt(6); i >= 0; i--) {
				int who = this.random.nextInt(2);
				amounts[who] = this.random.nextInt(1000);
				execute(connections[who], "UPDATE item SET amount = " + amounts[who] + " WHERE id = " + items[who]);
			}
			int first = this.random.nextInt(2);
			for (int who : new int[] { first, 1 - first }) {
				if (this.random.nextBoolean()) {
					connections[who].commit();
					if (amounts[who] != -1) {
						this.model.updateItem(items[who], amounts[who]);
					}
				}
				else {
					connections[who].rollback();
				}
			}
		}
		read();
	}

	private void metadata() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				ResultSet tables = connection.getMetaData().getTables(null, null, EXTRA, null)) {
			if (tables.next() != this.model.has("table " + EXTRA)) {
				this.run.violated(toString(), "the metadata is of another database");
			}
		}
	}

	@SuppressWarnings("resource")
	private void part(Parting parting) throws SQLException, InterruptedException {
		String insert = "INSERT INTO item (name, amount) VALUES ('" + this.name + " leaves', 1)";
		switch (parting) {
			case TIDY -> {
			}
			case LEAKED_CONNECTION -> {
				Connection leaked = this.dataSource.getConnection();
				execute(leaked, insert);
				this.run.abandon(leaked);
			}
			case LEAKED_TRANSACTION -> {
				Connection leaked = this.dataSource.getConnection();
				leaked.setAutoCommit(false);
				execute(leaked, insert);
				this.run.abandon(leaked);
			}
			case THREAD_LEFT_BEHIND -> leaveThread(this.dataSource.getConnection(), insert);
			case LATE_ASYNC -> {
				CountDownLatch start = new CountDownLatch(1);
				this.run.postpone(this.port, start,
						this.background.insertPartLate(start, this.model.newPart(), this.name + " late"));
			}
			case RACING_ASYNC -> {
				for (int i = 0; i < 3; i++) {
					this.background.insertPart(this.model.newPart(), 1, this.name + " races");
				}
			}
			case OPEN_TRANSACTION -> {
				try (Connection connection = this.dataSource.getConnection()) {
					connection.setAutoCommit(false);
					execute(connection, insert);
				}
			}
			case OPEN_TRANSACTION_OF_SQL -> execute(this.random.nextBoolean() ? "BEGIN" : "BEGIN IMMEDIATE", insert);
			case OPEN_SAVEPOINT_OF_SQL -> execute("SAVEPOINT halfway", insert);
			case OPEN_SAVEPOINT -> {
				try (Connection connection = this.dataSource.getConnection()) {
					connection.setSavepoint("halfway");
					execute(connection, insert);
				}
			}
			case OPEN_RESULT -> leaveResult();
			case OPEN_METADATA -> {
				try (Connection connection = this.dataSource.getConnection()) {
					connection.getMetaData().getTables(null, null, "%", null).next();
				}
			}
			case PRAGMAS -> execute(pragma(), insert);
			case PRAGMA_THROUGH_METADATA -> {
				try (Connection connection = this.dataSource.getConnection()) {
					execute(connection.getMetaData().getConnection(), pragma());
				}
			}
			case WRITE_AHEAD_LOG -> execute("PRAGMA journal_mode = WAL", insert);
			case EXCLUSIVE_LOCK -> execute("PRAGMA locking_mode = EXCLUSIVE", insert);
			case ATTACHED -> execute("ATTACH ':memory:' AS other", "CREATE TABLE other.item (id INTEGER)", insert);
			case PAGE_SIZE -> execute("PRAGMA page_size = 8192", "VACUUM", insert);
			case TEMPORARY -> execute("CREATE TEMP TABLE part (id INTEGER)", "CREATE TEMPORARY TRIGGER hammer_trigger"
					+ " AFTER INSERT ON main.item BEGIN DELETE FROM main.log; END", insert);
			case FUNCTION -> {
				try (Connection connection = this.dataSource.getConnection()) {
					Function.create(connection.unwrap(SQLiteConnection.class), "hammer", new Hammer());
				}
			}
			case STATISTICS -> execute(insert, "ANALYZE");
			case EMPTY -> execute("DROP VIEW IF EXISTS item_parts", "DROP TABLE part", "DROP TABLE log",
					"DROP TABLE item", "DROP TABLE flyway_schema_history", "VACUUM");
		}
	}

	private String pragma() {
		List<String> pragmas = List.of("foreign_keys = OFF", "temp_store = MEMORY", "case_sensitive_like = ON",
				"user_version = 99", "application_id = 99", "recursive_triggers = ON", "cache_size = 7",
				"query_only = OFF", "busy_timeout = 1", "ignore_check_constraints = ON");
		return "PRAGMA " + pragmas.get(this.random.nextInt(pragmas.size()));
	}

	private void leaveThread(Connection connection, String insert) throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			started.countDown();
			try (Statement statement = connection.createStatement()) {
				for (int i = 0; i < 100; i++) {
					statement.executeUpdate(insert);
				}
			}
			catch (SQLException ex) {
				// The connection was closed, or the database is gone: so it should be.
			}
		}, "left behind by " + this.name);
		thread.setDaemon(true);
		this.run.leave(thread);
		thread.start();
		started.await();
	}

	@SuppressWarnings("resource")
	private void leaveResult() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			ResultSet result = connection.createStatement().executeQuery("SELECT * FROM log");
			result.next();
		}
	}

	@Override
	public String toString() {
		return this.name + " " + this.done + " after " + this.previous;
	}

	/**
	 * A function that no other scenario should find.
	 */
	private static final class Hammer extends Function {

		@Override
		protected void xFunc() throws SQLException {
			result(1);
		}

	}

}
