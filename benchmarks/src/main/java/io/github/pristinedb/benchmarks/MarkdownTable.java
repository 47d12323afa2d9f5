package io.github.pristinedb.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as Markdown writes it, in columns that also read well as they are.
 */
public final class MarkdownTable {

	private final List<List<String>> rows = new ArrayList<>();

	/**
	 * A table without rows.
	 * @param header the names of its columns
	 */
	public MarkdownTable(List<String> header) {
		this.rows.add(List.copyOf(header));
	}

	/**
	 * A table without rows.
	 * @param header the names of its columns
	 * @return the table
	 */
	public static MarkdownTable of(String... header) {
		return new MarkdownTable(Arrays.asList(header));
	}

	/**
	 * Add a row.
	 * @param cells its cells, as many as there are columns
	 */
	public void add(String... cells) {
		add(Arrays.asList(cells));
	}

	/**
	 * Add a row.
	 * @param cells its cells, as many as there are columns
	 */
	public void add(List<String> cells) {
		if (cells.size() != this.rows.get(0).size()) {
			throw new IllegalArgumentException("A row has as many cells as the header: " + cells);
		}
		this.rows.add(List.copyOf(cells));
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < this.rows.size(); i++) {
			text.append(line(this.rows.get(i)));
			if (i == 0) {
				text.append(rule());
			}
		}
		return text.toString();
	}

	private String line(List<String> cells) {
		StringBuilder line = new StringBuilder("|");
		for (int column = 0; column < cells.size(); column++) {
			String cell = cells.get(column);
			String space = " ".repeat(width(column) - cell.length());
			// The first column is words, the others are figures.
			line.append(' ').append((column == 0) ? cell + space : space + cell).append(" |");
		}
		return line.append('\n').toString();
	}

	private String rule() {
		return this.rows.get(0)
			.stream()
			.map((cell) -> cell.equals(this.rows.get(0).get(0)) ? "---" : "---:")
			.collect(Collectors.joining("|", "|", "|\n"));
	}

	private int width(int column) {
		return this.rows.stream().mapToInt((cells) -> cells.get(column).length()).max().orElse(0);
	}

}
