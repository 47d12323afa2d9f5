package io.github.pristinedb.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.benchmarks.SuiteJvm;
import io.github.pristinedb.benchmarks.scale.app.ScaleApplication;
import io.github.pristinedb.flyway.FastMigrationStrategy;

import org.springframework.util.ResourceUtils;

/**
 * Coverage by JaCoCo: its agent in the JVMs of the tests, and its own command for the
 * report, which counts as part of the run. Classes of this project are instrumented, as
 * an application's are in its own build.
 *
 * @param jacoco the directory of JaCoCo's jars
 * @param directory where data and reports go
 */
record Coverage(Path jacoco, Path directory) {

	private static final String INCLUDES = "io.github.pristinedb.*";

	Coverage {
		for (String jar : new String[] { "agent.jar", "cli.jar" }) {
			if (!Files.exists(jacoco.resolve(jar))) {
				throw new IllegalStateException(
						"JaCoCo's " + jar + " is not in " + jacoco + ". Let Maven put it there: -Pscale verify.");
			}
		}
	}

	/**
	 * What a JVM needs so that coverage is taken in it.
	 * @param name the name of the data: JVMs that have it in common add to it
	 * @return an option of the JVM
	 */
	String agent(String name) {
		return "-javaagent:%s=destfile=%s,includes=%s".formatted(this.jacoco.resolve("agent.jar"), data(name),
				INCLUDES);
	}

	/**
	 * Make the report: HTML, XML and CSV.
	 * @param name the name of the data
	 * @return how long that took, and the figure
	 * @throws IOException if it cannot be made
	 * @throws InterruptedException if this thread is interrupted
	 */
	Report report(String name) throws IOException, InterruptedException {
		Path report = Files.createDirectories(this.directory.resolve(name));
		Path csv = report.resolve("report.csv");
		List<String> command = SuiteJvm.java();
		command.addAll(List.of("-jar", this.jacoco.resolve("cli.jar").toString(), "report", data(name).toString(),
				"--html", report.resolve("html").toString(), "--xml", report.resolve("report.xml").toString(), "--csv",
				csv.toString(), "--quiet"));
		for (Path classes : classes()) {
			command.addAll(List.of("--classfiles", classes.toString()));
		}
		long started = System.nanoTime();
		int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
		long nanos = System.nanoTime() - started;
		if (exitCode != 0) {
			throw new IllegalStateException("JaCoCo's report of " + data(name) + " failed: exit code " + exitCode);
		}
		return Report.read(csv, nanos);
	}

	/**
	 * Forget what was covered so far.
	 * @param name the name of the data
	 * @throws IOException if it cannot be deleted
	 */
	void forget(String name) throws IOException {
		Files.deleteIfExists(data(name));
	}

	private Path data(String name) {
		return this.directory.resolve(name + ".exec");
	}

	private static List<Path> classes() throws IOException {
		List<Path> classes = new ArrayList<>();
		for (Class<?> type : List.of(ScaleApplication.class, FastMigrationStrategy.class)) {
			classes.add(ResourceUtils.getFile(type.getProtectionDomain().getCodeSource().getLocation()).toPath());
		}
		return classes;
	}

	/**
	 * What a report says of the application.
	 *
	 * @param nanos how long it took to make
	 * @param covered how many of the application's lines were covered
	 * @param lines how many lines there are
	 */
	record Report(long nanos, int covered, int lines) {

		private static final int PACKAGE = 1;

		private static final int MISSED = 7;

		private static final int COVERED = 8;

		static Report read(Path csv, long nanos) throws IOException {
			int covered = 0;
			int missed = 0;
			for (String line : Files.readAllLines(csv)) {
				String[] cells = line.split(",", -1);
				if (cells[PACKAGE].equals(ScaleApplication.class.getPackageName())) {
					covered += Integer.parseInt(cells[COVERED]);
					missed += Integer.parseInt(cells[MISSED]);
				}
			}
			if (covered == 0) {
				throw new IllegalStateException("No line of the application was covered: see " + csv);
			}
			return new Report(nanos, covered, covered + missed);
		}

	}

}
