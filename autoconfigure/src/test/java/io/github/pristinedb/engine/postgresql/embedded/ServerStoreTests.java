package io.github.pristinedb.engine.postgresql.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.files.Discarded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A server that several JVMs use. Its binaries are those of the other tests, its data are
 * its own.
 */
@DeliberateOutput({ "are damaged, as after a crash of the machine", "cannot be kept in",
		"Deleting symbolic link from location inside of temp dir" })
class ServerStoreTests {

	private static Path binaries;

	@TempDir
	private static Path initialised;

	@TempDir
	private Path directory;

	private final List<ServerStore> entered = new ArrayList<>();

	private final List<Process> visitors = new ArrayList<>();

	@BeforeAll
	static void initialise() throws IOException {
		binaries = TestBinaries.unpacked();
		ServerStore store = new ServerStore(Files.createSymbolicLink(initialised.resolve("dist"), binaries).getParent(),
				Account.find(), null, Surroundings.ofThisMachine());
		store.enter();
		store.leave(TimeLimit.in(Duration.ofMinutes(1)));
	}

	@BeforeEach
	void copy() throws IOException {
		Files.createSymbolicLink(this.directory.resolve("dist"), binaries);
		Map<String, String> snapshot = PropertyFile.read(initialised.resolve("snapshot"));
		String data = Objects.requireNonNull(snapshot.get("directory"));
		link(initialised.resolve(data), this.directory.resolve(data));
		PropertyFile.write(this.directory.resolve("snapshot"), snapshot);
	}

	/**
	 * As good as a copy, since servers only read a snapshot, and faster.
	 */
	private static void link(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Path target = to.resolve(from.relativize(file).toString());
				if (Files.isDirectory(file)) {
					Files.createDirectory(target);
				}
				else {
					Files.createLink(target, file);
				}
			}
		}
	}

	@AfterEach
	void leave() throws Exception {
		for (Process visitor : this.visitors) {
			visitor.destroyForcibly().waitFor();
		}
		this.entered.forEach((store) -> store.leave(TimeLimit.in(Duration.ofMinutes(1))));
	}

	private ServerStore store() {
		return store(Surroundings.ofThisMachine());
	}

	private ServerStore store(Surroundings surroundings) {
		return new ServerStore(this.directory, Account.find(), null, surroundings);
	}

	private ServerAddress enter(ServerStore store) {
		ServerAddress address = store.enter();
		this.entered.add(store);
		return address;
	}

	private void leave(ServerStore store) {
		this.entered.remove(store);
		store.leave(TimeLimit.in(Duration.ofMinutes(1)));
	}

	@Test
	void lastOneStopsTheServerAndLeavesNothingInMemory() throws Exception {
		ServerStore first = store();
		ServerStore second = store();
		ServerAddress address = enter(first);
		assertThat(enter(second)).isEqualTo(address);
		Path data = data();
		ProcessHandle process = process();
		leave(first);
		assertThat(address.answers()).isTrue();
		leave(second);
		assertThat(address.answers()).isFalse();
		assertThat(isRunning(process)).isFalse();
		assertThat(data).doesNotExist();
		assertThat(this.directory.resolve("server")).doesNotExist();
	}

	@Test
	void manyAtOnceStartOneServer() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(16);
		try {
			List<Future<ServerAddress>> addresses = new ArrayList<>();
			List<ServerStore> stores = Stream.generate(this::store).limit(16).toList();
			stores.forEach((store) -> addresses.add(threads.submit(store::enter)));
			ServerAddress first = addresses.get(0).get();
			this.entered.addAll(stores);
			for (Future<ServerAddress> address : addresses) {
				assertThat(address.get()).isEqualTo(first);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void jvmsShareAServerAndTheNextAdoptsThatOfKilledOnes() throws Exception {
		Visitor first = visit();
		Visitor second = visit();
		int port = first.port();
		assertThat(second.port()).isEqualTo(port);
		ProcessHandle server = process();
		for (Visitor visitor : List.of(first, second)) {
			visitor.process().destroyForcibly().waitFor();
		}
		assertThat(isRunning(server)).isTrue();
		ServerStore next = store();
		assertThat(enter(next).port()).isEqualTo(port);
		leave(next);
		assertThat(isRunning(server)).isFalse();
	}

	@Test
	void portThatIsTakenMeanwhileIsNotUsedAndDataAreOnTheDiskWithoutMemory() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(ServerAddress.HOST))) {
			int free;
			try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(ServerAddress.HOST))) {
				free = other.getLocalPort();
			}
			Iterator<Integer> ports = List.of(taken.getLocalPort(), free).iterator();
			ServerAddress address = enter(store(new Surroundings(null, ports::next)));
			assertThat(address.port()).isEqualTo(free);
			assertThat(data()).startsWith(this.directory);
		}
	}

	@Test
	void memoryIsUsedIfThereIsRoom() {
		Surroundings.Ports ports = Surroundings.ofThisMachine().ports();
		assertThat(new Surroundings(this.directory, ports).memory(1)).isEqualTo(this.directory);
		assertThat(new Surroundings(this.directory, ports).memory(Long.MAX_VALUE)).isNull();
		assertThat(new Surroundings(this.directory.resolve("missing"), ports).memory(0)).isNull();
		assertThat(new Surroundings(null, ports).memory(0)).isNull();
	}

	@Test
	void serverOfSomebodyElseOnThatPortIsLeftAlone() throws Exception {
		ServerStore other = store();
		ServerAddress address = enter(other);
		Path mine = Files.createDirectory(this.directory.resolve("mine"));
		Files.createSymbolicLink(mine.resolve("dist"), binaries);
		PropertyFile.write(mine.resolve("server"), Map.of("port", Integer.toString(address.port())));
		Map<String, String> snapshot = new TreeMap<>(PropertyFile.read(this.directory.resolve("snapshot")));
		String data = Objects.requireNonNull(snapshot.get("directory"));
		link(this.directory.resolve(data), mine.resolve(data));
		snapshot.put("password", "another");
		PropertyFile.write(mine.resolve("snapshot"), snapshot);
		ServerStore store = new ServerStore(mine, Account.find(), null, Surroundings.ofThisMachine());
		assertThat(enter(store).port()).isNotEqualTo(address.port());
		assertThat(address.answers()).isTrue();
	}

	@Test
	void templatesAndKeptDatabasesOutliveTheServer() throws Exception {
		ServerStore store = store();
		try (Connection connection = enter(store).connect()) {
			execute(connection, "CREATE DATABASE pristine_t_1 IS_TEMPLATE true ALLOW_CONNECTIONS false");
			execute(connection, "COMMENT ON DATABASE pristine_t_1 IS 'the manifest'");
			execute(connection, "CREATE DATABASE pristine_k_checkout");
			execute(connection, "CREATE DATABASE test_1");
			execute(connection, "ALTER SYSTEM SET work_mem = '5MB'");
		}
		leave(store);
		try (Connection connection = enter(store()).connect()) {
			assertThat(query(connection, "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database"))
				.isEqualTo("postgres pristine_k_checkout pristine_t_1 template0 template1");
			assertThat(query(connection,
					"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'pristine_t_1'"))
				.isEqualTo("the manifest");
			assertThat(query(connection, "SHOW work_mem")).isEqualTo("4MB");
			long size = Long
				.parseLong(Objects.requireNonNull(query(connection, "SELECT pg_database_size('pristine_k_checkout')")));
			assertThat(new Leftovers(connection).reduce(size + size / 2, TimeLimit.in(Duration.ofMinutes(1))))
				.doesNotContain("pristine_t_1")
				.contains("pristine_k_checkout");
		}
	}

	@Test
	void nextServerStartsFromTheSnapshotIfTheServerWasKilled() throws Exception {
		ServerStore store = store();
		ServerAddress address = enter(store);
		Path data = data();
		ProcessHandle server = process();
		// What a JVM leaves that is killed while it unpacks, copies or publishes.
		List<Path> left = List.of(this.directory.resolve("unpacking-1"), this.directory.resolve("copying-1"),
				this.directory.resolve("data-1"));
		for (Path each : left) {
			Files.writeString(Files.createDirectory(each).resolve("half"), "");
		}
		server.destroyForcibly();
		while (address.answers()) {
			Thread.onSpinWait();
		}
		ServerAddress next = enter(store());
		assertThat(next.answers()).isTrue();
		assertThat(data).doesNotExist();
		assertThat(left).noneMatch(Files::exists);
		assertThat(next.password()).isEqualTo(address.password());
	}

	@Test
	void endOfAJvmThatTakesTooLongCostsTemplatesAndNothingElse() throws Exception {
		ServerStore store = store();
		try (Connection connection = enter(store).connect()) {
			execute(connection, "CREATE DATABASE pristine_t_1 IS_TEMPLATE true");
		}
		Map<String, String> snapshot = PropertyFile.read(this.directory.resolve("snapshot"));
		this.entered.remove(store);
		store.leave(TimeLimit.in(Duration.ZERO));
		assertThat(PropertyFile.read(this.directory.resolve("snapshot"))).isEqualTo(snapshot);
		assertThat(this.directory.resolve("server")).doesNotExist();
		try (Connection connection = enter(store()).connect()) {
			assertThat(query(connection, "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database"))
				.isEqualTo("postgres template0 template1");
		}
	}

	@Test
	void snapshotThatTakesTooLongLeavesTheFormerOne() throws Exception {
		Map<String, String> former = PropertyFile.read(this.directory.resolve("snapshot"));
		Path data = this.directory.resolve(Objects.requireNonNull(former.get("directory")));
		assertThatIOException()
			.isThrownBy(() -> new Snapshot(this.directory, new Discarded(this.directory)).publish(data, "another",
					"more", TimeLimit.in(Duration.ZERO)))
			.withMessageContaining("takes too long");
		assertThat(PropertyFile.read(this.directory.resolve("snapshot"))).isEqualTo(former);
		new Discarded(this.directory).remove(() -> false);
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).containsExactlyInAnyOrder(data, this.directory.resolve("dist"),
					this.directory.resolve("snapshot"));
		}
	}

	@Test
	void endOfAJvmThatTakesTooLongDoesNotWaitForTheRemovalOfFormerData() throws Exception {
		ServerStore store = store();
		enter(store);
		Path former = Files.createDirectory(this.directory.resolve("data-former"));
		Files.writeString(former.resolve("template"), "");
		this.entered.remove(store);
		store.leave(TimeLimit.in(Duration.ZERO));
		assertThat(former).doesNotExist();
		assertThat(this.directory).isDirectoryContaining((each) -> Files.exists(each.resolve("template")));
		enter(store());
		while (isDiscarded()) {
			Thread.onSpinWait();
		}
	}

	private boolean isDiscarded() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.anyMatch((file) -> file.getFileName().toString().startsWith("discarded-"));
		}
	}

	@Test
	void damagedDataAreForgotten() throws Exception {
		Path data = this.directory
			.resolve(Objects.requireNonNull(PropertyFile.read(this.directory.resolve("snapshot")).get("directory")));
		Path file = data.resolve("global/pg_control");
		byte[] content = Files.readAllBytes(file);
		content[content.length - 1] ^= 1;
		// Other tests have the same file.
		Files.delete(file);
		Files.write(file, content);
		Snapshot snapshot = new Snapshot(this.directory, new Discarded(this.directory));
		assertThat(snapshot.copyTo(Files.createDirectory(this.directory.resolve("copy")))).isFalse();
		assertThat(snapshot.password()).isNull();
		assertThat(data).doesNotExist();
	}

	@Test
	void serverIsForThisMachineAndThisUserOnly() throws Exception {
		ServerAddress address = enter(store());
		try (Connection connection = address.connect()) {
			assertThat(query(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
			assertThat(query(connection, "SHOW unix_socket_directories")).isEmpty();
			assertThat(
					query(connection, "SELECT lower('ÄÖ') || datcollate FROM pg_database WHERE datname = 'template1'"))
				.isEqualTo("äöC");
		}
		assertThatThrownBy(() -> DriverManager.getConnection(address.url("postgres"), "postgres", "postgres"))
			.isInstanceOf(SQLException.class)
			.hasMessageContaining("password");
		assertThat(Files.getPosixFilePermissions(this.directory.resolve("snapshot"))).hasSize(2);
	}

	@Test
	void printedCommandOpensADatabaseAfterTheRun() throws Exception {
		ServerStore store = store();
		try (Connection connection = enter(store).connect()) {
			execute(connection, "CREATE DATABASE pristine_k_1");
		}
		leave(store);
		Process command = new ProcessBuilder("sh", "-c", EmbeddedServerCommand.line(this.directory, "pristine_k_1"))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.visitors.add(command);
		String url = firstLine(command, "jdbc:");
		try (Connection connection = DriverManager.getConnection(url)) {
			assertThat(query(connection, "SELECT current_database()")).isEqualTo("pristine_k_1");
		}
		ProcessHandle server = process();
		command.getOutputStream().close();
		assertThat(command.waitFor()).isZero();
		assertThat(isRunning(server)).isFalse();
	}

	@Test
	void storeWithoutBinariesSaysSo() throws Exception {
		Files.delete(this.directory.resolve("dist"));
		assertThatThrownBy(() -> store().enter()).isInstanceOf(EmbeddedServerException.class)
			.hasMessageContaining("It has no binaries")
			.hasMessageContaining("pristine.template.cache-dir");
	}

	private Path data() {
		return Path.of(Objects.requireNonNull(PropertyFile.read(this.directory.resolve("server")).get("data")));
	}

	private ProcessHandle process() {
		return ProcessHandle.of(ServerLog.pid(data())).orElseThrow();
	}

	/**
	 * A process that nobody has asked how it ended still has a number.
	 */
	private static boolean isRunning(ProcessHandle process) {
		return process.isAlive() && process.info().command().isPresent();
	}

	private Visitor visit() throws IOException {
		ProcessBuilder builder = new ProcessBuilder(JvmCommand.of(VisitingJvm.class).words(this.directory));
		// initdb and the server refuse a locale that is missing.
		builder.environment().put("LC_ALL", "xx_XX.UTF-8");
		Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
		this.visitors.add(process);
		return new Visitor(process);
	}

	private static String firstLine(Process process, String start) throws IOException {
		BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			if (line.startsWith(start)) {
				return line;
			}
		}
		throw new IOException("The process has said nothing");
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static @Nullable String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	/**
	 * Another JVM that uses the server.
	 */
	private record Visitor(Process process) {

		int port() throws IOException {
			return Integer.parseInt(firstLine(this.process, "port ").substring("port ".length()));
		}

	}

}
