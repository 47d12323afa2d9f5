package io.github.pristinedb.benchmarks.hammer;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import com.sun.management.UnixOperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM holds at one moment, after a garbage collection. What belongs to the slots
 * of that moment is counted apart: it comes and goes with them.
 *
 * @param files how many file descriptors are open, without those of slots; 0 where that
 * is not known
 * @param lostFiles how many descriptors of databases are open that are gone already; 0
 * where that is not known
 * @param threads how many threads live, without those of pools
 * @param pools how many connection pools there are
 * @param connections how many connections to the databases of a server are open, those of
 * other processes included
 * @param heap how many bytes of the heap are in use
 */
record Resources(long files, long lostFiles, int threads, int pools, int connections,
		long heap) implements Serializable {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final String FILE = HammerScenarios.DATABASE + ".db";

	private static final String POOL = "pristine-" + HammerScenarios.DATABASE;

	private static final String DELETED = " (deleted)";

	// HikariCP's threads that add and close connections end when they are idle for 5 s.
	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

	/**
	 * What is held when nobody closes anything any more.
	 * @param database the databases that are hammered
	 * @return the resources
	 * @throws SQLException if their server cannot be asked
	 */
	static Resources settled(HammerDatabase database) throws SQLException {
		long start = System.nanoTime();
		Resources resources = now(database);
		while (resources.lostFiles > 0 && System.nanoTime() - start < PATIENCE) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			resources = now(database);
		}
		return resources;
	}

	/**
	 * What this process holds and another one.
	 * @param other what the other one holds
	 * @return both together
	 */
	Resources and(Resources other) {
		return new Resources(this.files + other.files, this.lostFiles + other.lostFiles, this.threads + other.threads,
				this.pools + other.pools, Math.max(this.connections, other.connections), this.heap + other.heap);
	}

	private static Resources now(HammerDatabase database) throws SQLException {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		long files = (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
		return new Resources(files - databaseFiles(""), databaseFiles(DELETED), threads(false), threads(true),
				database.connections(), heap);
	}

	private static long databaseFiles(String end) {
		if (!Files.isDirectory(DESCRIPTORS)) {
			return 0;
		}
		long count = 0;
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
			for (Path descriptor : descriptors) {
				String target = target(descriptor);
				count += (target.contains(FILE) && target.endsWith(end)) ? 1 : 0;
			}
		}
		catch (IOException ex) {
			return 0;
		}
		return count;
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return "";
		}
	}

	/**
	 * How many connection pools there are of slots that have the database's own name,
	 * without a file and without a number.
	 * @return the number
	 */
	static int poolsWithoutFile() {
		return (int) threadNames().filter((POOL + ":housekeeper")::equals).count();
	}

	private static int threads(boolean ofPools) {
		return (int) threadNames().filter((name) -> ofPools ? isHousekeeper(name) : !name.startsWith(POOL)).count();
	}

	private static boolean isHousekeeper(String name) {
		return name.startsWith(POOL) && name.endsWith("housekeeper");
	}

	private static Stream<String> threadNames() {
		List<String> names = new ArrayList<>();
		for (@Nullable
		ThreadInfo thread : ManagementFactory.getThreadMXBean()
			.getThreadInfo(ManagementFactory.getThreadMXBean().getAllThreadIds())) {
			if (thread != null) {
				names.add(thread.getThreadName());
			}
		}
		return names.stream();
	}

}
