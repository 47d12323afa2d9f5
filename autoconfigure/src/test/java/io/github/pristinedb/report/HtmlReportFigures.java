package io.github.pristinedb.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

import io.github.pristinedb.files.WholeFile;

/**
 * Measures the report of a made-up run, and prints each figure on a line: its name, a
 * tab, and the figure. Arguments: an empty directory, the number of scenarios, the number
 * of rounds, and the number of scenarios of a larger run, which is measured once. Leaves
 * the report of the smaller run, and {@code report.png} besides it.
 */
final class HtmlReportFigures {

	private static final int WORKERS = 16;

	// Two frames later, the first one is on the screen.
	private static final String USABLE = """
			new Promise((resolve) => {
				const root = document.documentElement;
				const frames = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
				const look = () => root.dataset.ready && frames();
				new MutationObserver(look).observe(root, { attributes: true });
				look();
			})""";

	private static final String SEARCH = """
			new Promise((resolve) => {
				const field = document.getElementById("search");
				const start = performance.now();
				field.value = "paid card";
				field.dispatchEvent(new Event("input"));
				requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
			})""";

	private HtmlReportFigures() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		RunStatistics statistics = MadeUpRun.of(Integer.parseInt(args[1]), WORKERS);
		Path html = directory.resolve("report.html");
		try (Chromium browser = Chromium.start()) {
			browser.call("Emulation.setDeviceMetricsOverride",
					Map.of("width", 1280, "height", 1600, "deviceScaleFactor", 1, "mobile", false));
			for (int round = 0; round < Integer.parseInt(args[2]); round++) {
				measure("", statistics, html, browser);
			}
			measure("large-", MadeUpRun.of(Integer.parseInt(args[3]), WORKERS), directory.resolve("large.html"),
					browser);
			browser.open(html.toUri().toString());
			browser.evaluate(USABLE);
			String picture = (String) browser.call("Page.captureScreenshot", Map.of("format", "png")).get("data");
			Files.write(directory.resolve("report.png"), Base64.getDecoder().decode(picture));
		}
	}

	private static void measure(String prefix, RunStatistics statistics, Path html, Chromium browser) throws Exception {
		Path json = Path.of(html.toString().replaceFirst("html$", "json"));
		long start = System.nanoTime();
		RunReport report = statistics.report();
		WholeFile.write(json, report::writeTo);
		long middle = System.nanoTime();
		WholeFile.write(html, new HtmlReport((out) -> out.append(Files.readString(json)))::writeTo);
		long end = System.nanoTime();
		print(prefix + "json", (middle - start) / 1e6);
		print(prefix + "html", (end - middle) / 1e6);
		print(prefix + "json-bytes", Files.size(json));
		print(prefix + "html-bytes", Files.size(html));
		browser.open(html.toUri().toString());
		print(prefix + "usable", number(browser, USABLE));
		print(prefix + "verdict", number(browser, "performance.getEntriesByName('verdict')[0].startTime"));
		print(prefix + "search", number(browser, SEARCH));
		browser.call("HeapProfiler.collectGarbage", Map.of());
		print(prefix + "heap-bytes",
				((Number) browser.call("Runtime.getHeapUsage", Map.of()).get("usedSize")).doubleValue());
	}

	private static double number(Chromium browser, String expression) throws Exception {
		return ((Number) browser.evaluate(expression)).doubleValue();
	}

	private static void print(String name, double figure) {
		System.out.printf(Locale.ROOT, "%s\t%.3f%n", name, figure);
	}

}
