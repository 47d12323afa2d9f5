package io.github.pristinedb.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of {@code docs/isolation.md} that says what a test may do in which isolation.
 *
 * @param cells the cells, by row and column
 */
record IsolationTable(Map<String, Map<String, Cell>> cells) {

	static final Path DOCUMENT = Path.of("..", "docs", "isolation.md");

	private static final Pattern LINK = Pattern.compile("\\[(.+)]\\((.+)#(.+)\\)");

	static IsolationTable read() throws IOException {
		Map<String, Map<String, Cell>> table = new LinkedHashMap<>();
		List<String> header = null;
		for (String line : Files.readAllLines(DOCUMENT)) {
			if (line.startsWith("| a test may")) {
				header = split(line);
			}
			else if (header != null && !line.startsWith("|")) {
				break;
			}
			else if (header != null && !line.startsWith("|---")) {
				List<String> columns = split(line);
				Map<String, Cell> cells = new LinkedHashMap<>();
				for (int i = 1; i < columns.size(); i++) {
					cells.put(header.get(i).replace("`", ""), Cell.of(columns.get(i)));
				}
				table.put(columns.get(0), cells);
			}
		}
		return new IsolationTable(table);
	}

	private static List<String> split(String line) {
		return new ArrayList<>(Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList());
	}

	/**
	 * Look a cell up.
	 * @param method the test that it links to
	 * @param column the head of its column
	 * @return what it says
	 */
	String text(String method, String column) {
		for (Map<String, Cell> row : this.cells.values()) {
			Cell cell = row.get(column);
			if (cell != null && cell.method().equals(method)) {
				return cell.text();
			}
		}
		throw new IllegalArgumentException("No cell of " + column + " links to " + method);
	}

	/**
	 * A cell.
	 *
	 * @param text what it says
	 * @param file the test that shows it, relative to the document
	 * @param method the test's method
	 */
	record Cell(String text, String file, String method) {

		static Cell of(String markdown) {
			Matcher link = LINK.matcher(markdown);
			if (!link.matches()) {
				throw new IllegalArgumentException("No link to a test: " + markdown);
			}
			return new Cell(link.group(1), link.group(2), link.group(3));
		}

	}

}
