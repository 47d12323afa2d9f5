package io.github.pristinedb.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes what each test and each class takes of the processors: a line with the seconds
 * of this JVM with the processes that it has waited for, those of the PostgreSQL servers,
 * and the wall time. The readings themselves do not count. Acts on Linux alone, and only
 * where the system property {@code pristine.test.times} names the file.
 * {@code pristine.test.times.server} is a part of the command line of the server to
 * watch, where others run.
 */
public final class ProcessorTime implements TestExecutionListener {

	private static final @Nullable String FILE = System.getProperty("pristine.test.times");

	private static final String SERVER = System.getProperty("pristine.test.times.server", "");

	// USER_HZ, which is the same on all of Linux's common platforms.
	private static final double TICKS_PER_SECOND = 100;

	private final Map<String, Reading> started = new HashMap<>();

	private int plans;

	@Override
	public synchronized void testPlanExecutionStarted(TestPlan plan) {
		this.plans++;
	}

	@Override
	public synchronized void testPlanExecutionFinished(TestPlan plan) {
		this.plans--;
	}

	@Override
	public synchronized void executionStarted(TestIdentifier test) {
		if (FILE != null && this.plans == 1) {
			this.started.put(test.getUniqueId(), Reading.now());
		}
	}

	@Override
	public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
		Reading start = this.started.remove(test.getUniqueId());
		if (FILE != null && start != null && test.getParentId().isPresent()) {
			Reading end = Reading.now();
			String line = String.format(Locale.ROOT, "%8.2f %8.2f %8.2f  %s%n", end.own() - start.own(),
					end.servers() - start.servers(), (end.nanos() - start.nanos()) / 1e9,
					test.getUniqueId()
						.replaceAll("^.*?class:|\\]", "")
						.replaceAll("/\\[[a-z-]+:", "/")
						.replaceAll("io\\.github\\.pristinedb\\.", ""));
			try {
				Files.writeString(Path.of(FILE), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * What was taken so far.
	 *
	 * @param own the seconds of this JVM and its former children
	 * @param servers the seconds of PostgreSQL servers
	 * @param nanos the time
	 */
	private record Reading(double own, double servers, long nanos) {

		private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

		// To find the servers, each process of the machine is read: not for each test.
		private static final long PAUSE = 200_000_000;

		// What the readings themselves took.
		private static long ofReadings;

		private static Reading last = new Reading(0, 0, System.nanoTime() - PAUSE);

		static Reading now() {
			long start = THREADS.getCurrentThreadCpuTime();
			boolean isDue = System.nanoTime() - last.nanos() >= PAUSE;
			double servers = isDue ? ofServers() : last.servers();
			double own = Stat.of("self").total();
			ofReadings += THREADS.getCurrentThreadCpuTime() - start;
			Reading now = new Reading(own - ofReadings / 1e9, servers, System.nanoTime());
			last = isDue ? now : last;
			return now;
		}

		private static double ofServers() {
			double seconds = 0;
			try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
				Map<String, Stat> servers = new HashMap<>();
				for (Path process : processes) {
					Stat stat = Stat.of(process.getFileName().toString());
					if (stat.name().equals("postgres")) {
						servers.put(process.getFileName().toString(), stat);
					}
				}
				for (Map.Entry<String, Stat> each : servers.entrySet()) {
					Stat stat = each.getValue();
					boolean isPart = servers.containsKey(stat.parent());
					if (commandLine(isPart ? stat.parent() : each.getKey()).contains(SERVER)) {
						seconds += isPart ? stat.alone() : stat.total();
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return seconds;
		}

		private static String commandLine(String process) {
			try {
				return Files.readString(Path.of("/proc", process, "cmdline"));
			}
			catch (IOException ex) {
				return "";
			}
		}

	}

	/**
	 * What Linux says of a process.
	 *
	 * @param name the name of its program, empty if it has ended
	 * @param parent the process that started it
	 * @param alone its seconds
	 * @param total its seconds with those of the processes that it has waited for
	 */
	private record Stat(String name, String parent, double alone, double total) {

		static Stat of(String process) {
			try {
				String text = Files.readString(Path.of("/proc", process, "stat"));
				String name = text.substring(text.indexOf('(') + 1, text.lastIndexOf(')'));
				String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
				double alone = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
				double others = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
				return new Stat(name, fields[1], alone / TICKS_PER_SECOND, (alone + others) / TICKS_PER_SECOND);
			}
			catch (IOException ex) {
				return new Stat("", "", 0, 0);
			}
		}

	}

}
