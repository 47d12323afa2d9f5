package io.github.pristinedb.benchmarks.hammer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.pristinedb.benchmarks.Machine;
import io.github.pristinedb.benchmarks.MarkdownTable;
import io.github.pristinedb.benchmarks.MarkedSection;

/**
 * The figures of the hammer in a document: a line for each mode, as its latest run found
 * them.
 */
final class HammerSection {

	private static final List<String> HEADER = List.of("mode", "JDK", "JVMs × workers", "scenarios", "violations",
			"lock errors", "conflicts", "slots at once", "slots retired", "handover median / p95 (ms)", "more files",
			"more threads", "more heap (KiB)", "connections, most / more", "databases left", "minutes");

	private final MarkedSection section;

	HammerSection(Path document) {
		this.section = new MarkedSection(document, "hammer");
	}

	/**
	 * Write the line of a mode in the place of its earlier one.
	 * @param report the figures
	 * @throws IOException if the document cannot be read or written
	 */
	void write(HammerReport report) throws IOException {
		MarkdownTable table = new MarkdownTable(HEADER);
		boolean written = false;
		for (List<String> cells : present()) {
			boolean same = cells.get(0).equals(report.label());
			table.add(same ? cells(report) : cells);
			written |= same;
		}
		if (!written) {
			table.add(cells(report));
		}
		this.section.write(table + "\nThe latest of these runs was on a machine with " + Machine.current().describe()
				+ ", seed " + report.seed() + ".");
	}

	private List<List<String>> present() throws IOException {
		List<List<String>> rows = new ArrayList<>();
		for (String line : this.section.read().lines().filter((line) -> line.startsWith("| ")).skip(1).toList()) {
			List<String> cells = Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
			if (cells.size() == HEADER.size()) {
				rows.add(cells);
			}
		}
		return rows;
	}

	private static List<String> cells(HammerReport report) {
		Resources early = report.early();
		Resources late = report.late();
		return Stream
			.<Object>of(report.label(), Runtime.version().feature(), report.processes() + " × " + report.workers(),
					report.scenarios(), report.violations().size(), report.lockErrors(), report.conflicts(),
					report.mostSlots(), report.retiredSlots(),
					String.format(Locale.ROOT, "%.2f / %.2f", report.handoverMedian(), report.handoverP95()),
					late.files() - early.files(), late.threads() - early.threads(), (late.heap() - early.heap()) / 1024,
					report.mostConnections() + " / " + (late.connections() - early.connections()),
					report.databasesLeft(), String.format(Locale.ROOT, "%.1f", report.seconds() / 60))
			.map(Object::toString)
			.toList();
	}

}
