package io.github.pristinedb.benchmarks.hammer;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.benchmarks.JvmCommand;
import io.github.pristinedb.benchmarks.postgresql.Server;

/**
 * Runs the hammer in each of the modes that are asked for, every time in new JVMs, writes
 * the figures into a document, and fails if anything is wrong.
 */
public final class HammerCommand {

	private static final int FORKS = 4;

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	private HammerCommand() {
	}

	/**
	 * Run the hammer.
	 * @param arguments the directory for reports, the document, the engine, the modes
	 * with commas between them or {@code all}, the number of scenarios, of workers, and
	 * the seed; or, in the JVMs that this command starts, the file for the report, the
	 * engine, the mode, and the same numbers
	 * @throws Exception if it cannot be run
	 */
	public static void main(String... arguments) throws Exception {
		if (arguments.length == 6) {
			hammer(Path.of(arguments[0]), options(HammerMode.of(arguments[2]), arguments[1], arguments));
			// What scenarios left behind on purpose may go on for a while.
			System.exit(0);
		}
		Path directory = Files.createDirectories(Path.of(arguments[0]));
		HammerSection section = new HammerSection(Path.of(arguments[1]));
		boolean faulty = false;
		for (HammerMode mode : modes(arguments[3])) {
			HammerReport report = run(directory, options(mode, arguments[2], arguments));
			System.out.println(report.toText());
			report.faults().forEach((fault) -> System.out.println("  FAULT " + fault));
			section.write(report);
			faulty |= !report.faults().isEmpty();
		}
		if (faulty) {
			throw new IllegalStateException("The hammer found faults; see above");
		}
	}

	private static HammerOptions options(HammerMode mode, String engine, String... arguments) {
		int numbers = arguments.length - 3;
		return new HammerOptions(HammerEngine.of(engine), mode, Integer.parseInt(arguments[numbers]),
				Integer.parseInt(arguments[numbers + 1]), Long.parseLong(arguments[numbers + 2]), false);
	}

	private static List<HammerMode> modes(String labels) {
		if (!labels.equals("all")) {
			return Stream.of(labels.split(",")).map(String::strip).map(HammerMode::of).toList();
		}
		List<HammerMode> modes = new ArrayList<>(List.of(HammerMode.SHARED, HammerMode.PER_WORKER, HammerMode.FORKS,
				HammerMode.TRANSACTION, HammerMode.INTERLEAVED, HammerMode.MIXED));
		if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
			modes.add(HammerMode.VIRTUAL_THREADS);
		}
		return modes;
	}

	private static void hammer(Path file, HammerOptions options)
			throws IOException, InterruptedException, SQLException {
		HammerReport report = new Hammer(options).run();
		try (ObjectOutputStream output = new ObjectOutputStream(Files.newOutputStream(file))) {
			output.writeObject(report);
		}
	}

	/**
	 * Run one mode in as many new JVMs as it takes, side by side.
	 */
	private static HammerReport run(Path directory, HammerOptions options)
			throws IOException, InterruptedException, ClassNotFoundException, SQLException {
		int forks = (options.mode() == HammerMode.FORKS) ? FORKS : 1;
		List<Path> files = new ArrayList<>();
		List<Process> processes = new ArrayList<>();
		for (int fork = 0; fork < forks; fork++) {
			Path file = directory
				.resolve(options.engine().label() + "-" + options.mode().label() + "-" + fork + ".report");
			Files.deleteIfExists(file);
			files.add(file);
			processes.add(start(file, new HammerOptions(options.engine(), options.mode(), options.scenarios() / forks,
					Math.max(1, options.workers() / forks), options.seed() + fork, false)));
		}
		List<HammerReport> reports = new ArrayList<>();
		for (int fork = 0; fork < forks; fork++) {
			int exit = processes.get(fork).waitFor();
			if (exit != 0 || !Files.exists(files.get(fork))) {
				throw new IllegalStateException("The hammer ended with " + exit + " in mode " + options.mode().label());
			}
			try (ObjectInputStream input = new ObjectInputStream(Files.newInputStream(files.get(fork)))) {
				reports.add((HammerReport) input.readObject());
			}
		}
		int left = options.engine().database().databasesLeft(processes.stream().map(Process::pid).toList());
		return reports.stream().reduce(HammerReport::and).orElseThrow().leaving(left);
	}

	private static Process start(Path file, HammerOptions options) throws IOException {
		List<String> properties = new ArrayList<>();
		if (options.engine() == HammerEngine.POSTGRESQL) {
			properties.addAll(Server.find().options());
		}
		options.mode().systemProperties().forEach((name, value) -> properties.add("-D" + name + "=" + value));
		return new ProcessBuilder(JvmCommand.of(properties, HammerCommand.class, file, options.engine().label(),
				options.mode().label(), options.scenarios(), options.workers(), options.seed()))
			.inheritIO()
			.start();
	}

}
