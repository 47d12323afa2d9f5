package io.github.pristinedb.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/**
 * Measures the report of a made-up run in a JVM of its own, and writes the figures into
 * the document. Arguments: an empty directory, the test classes of {@code autoconfigure},
 * the document, the number of scenarios, the number of rounds, and the number of
 * scenarios of a larger run.
 */
final class ReportBenchmark {

	private static final double MIB = 1024 * 1024;

	private ReportBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		if (Integer.parseInt(args[4]) < 2) {
			throw new IllegalArgumentException(
					"-Dbenchmark.rounds has to be 2 or more: the first round has a column of its own");
		}
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		int scenarios = Integer.parseInt(args[3]);
		Map<String, List<Double>> figures = measure(directory, Path.of(args[1]), List.of(args[3], args[4], args[5]));
		MarkdownTable table = MarkdownTable.of("a run of %,d scenarios".formatted(scenarios), "the first time",
				"median of %d more".formatted(figures("json", figures).size() - 1),
				"%,d scenarios, once".formatted(Integer.parseInt(args[5])));
		addTime(table, "`report.json` is written, %.1f MiB and %.1f MiB", "json", figures);
		addTime(table, "`report.html` is written from it, %.1f MiB and %.1f MiB", "html", figures);
		addTime(table, "the page shows the verdict", "verdict", figures);
		addTime(table, "the page can be used", "usable", figures);
		addTime(table, "a search has its result", "search", figures);
		table.add("memory of the page's script", mebibytes(first("heap-bytes", figures)),
				mebibytes(median("heap-bytes", figures)), mebibytes(first("large-heap-bytes", figures)));
		String text = Machine.current().describe() + ".\n\n" + table;
		System.out.println(text);
		new MarkedSection(Path.of(args[2]), "report").write(text);
	}

	private static void addTime(MarkdownTable table, String name, String figure, Map<String, List<Double>> figures) {
		String whole = name.contains("%") ? name.formatted(first(figure + "-bytes", figures) / MIB,
				first("large-" + figure + "-bytes", figures) / MIB) : name;
		table.add(whole, millis(first(figure, figures)), millis(median(figure, figures)),
				millis(first("large-" + figure, figures)));
	}

	private static String mebibytes(double bytes) {
		return String.format(Locale.ROOT, "%,.0f MiB", bytes / MIB);
	}

	private static Map<String, List<Double>> measure(Path directory, Path tests, List<String> numbers)
			throws IOException, InterruptedException {
		List<String> command = JvmCommand.java(List.of());
		command.addAll(List.of("-classpath", tests + File.pathSeparator + System.getProperty("java.class.path"),
				"io.github.pristinedb.report.HtmlReportFigures", directory.toString()));
		command.addAll(numbers);
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		Map<String, List<Double>> figures = new LinkedHashMap<>();
		try (BufferedReader out = process.inputReader()) {
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				String[] parts = line.split("\t", 2);
				if (parts.length == 2) {
					figures.computeIfAbsent(parts[0], (name) -> new ArrayList<>()).add(Double.valueOf(parts[1]));
				}
			}
		}
		if (process.waitFor() != 0) {
			throw new IllegalStateException("The measurement failed with " + process.exitValue());
		}
		return figures;
	}

	private static List<Double> figures(String name, Map<String, List<Double>> figures) {
		return figures.getOrDefault(name, List.of());
	}

	private static double first(String name, Map<String, List<Double>> figures) {
		return figures(name, figures).get(0);
	}

	private static double median(String name, Map<String, List<Double>> figures) {
		Timings timings = new Timings();
		figures(name, figures).stream().skip(1).forEach((millis) -> timings.add(millis * 1e6));
		return timings.median();
	}

	private static String millis(double millis) {
		return String.format(Locale.ROOT, "%,.0f ms", millis);
	}

}
