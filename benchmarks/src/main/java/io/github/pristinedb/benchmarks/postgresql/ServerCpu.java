package io.github.pristinedb.benchmarks.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processor time of a server on this machine, of all its processes. Linux tells it. A
 * process counts that lives at the end of what is measured.
 */
final class ServerCpu {

	private final ProcessHandle postmaster;

	private ServerCpu(ProcessHandle postmaster) {
		this.postmaster = postmaster;
	}

	/**
	 * Look for the processes of a server.
	 * @param server the server
	 * @return its processor time, empty if it is not known
	 * @throws SQLException if the server cannot be asked
	 */
	static Optional<ServerCpu> of(Server server) throws SQLException {
		try (Connection connection = server.open("postgres");
				Statement statement = connection.createStatement();
				ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
			pid.next();
			return ProcessHandle.of(pid.getLong(1))
				.filter((backend) -> isOfPostgres(backend.pid()) && nanos(backend.pid()) > 0)
				.flatMap(ProcessHandle::parent)
				.map(ServerCpu::new);
		}
	}

	private static boolean isOfPostgres(long pid) {
		try {
			return Files.readString(Path.of("/proc/" + pid + "/comm")).startsWith("postgres");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static long nanos(long pid) {
		try {
			return Long.parseLong(Files.readString(Path.of("/proc/" + pid + "/schedstat")).split(" ")[0]);
		}
		catch (IOException ex) {
			// It has ended.
			return 0;
		}
	}

	/**
	 * What each process has used so far.
	 * @return nanoseconds by process
	 */
	Map<Long, Long> now() {
		Map<Long, Long> nanos = new HashMap<>();
		Stream.concat(Stream.of(this.postmaster), this.postmaster.children())
			.forEach((process) -> nanos.put(process.pid(), nanos(process.pid())));
		return nanos;
	}

	/**
	 * What all processes have used since then.
	 * @param earlier what they had used
	 * @return nanoseconds
	 */
	double since(Map<Long, Long> earlier) {
		double sum = 0;
		for (Map.Entry<Long, Long> process : now().entrySet()) {
			sum += Math.max(0, process.getValue() - earlier.getOrDefault(process.getKey(), 0L));
		}
		return sum;
	}

}
