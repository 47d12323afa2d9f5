package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a document that a benchmark writes: what is between
 * {@code <!-- name:begin -->} and {@code <!-- name:end -->}. All the rest is people's.
 *
 * @param document the document's file
 * @param name the section's name
 */
public record MarkedSection(Path document, String name) {

	/**
	 * What is between the markers.
	 * @return the content, empty if there is none or the markers are missing
	 * @throws IOException if the document cannot be read
	 */
	public String read() throws IOException {
		String text = Files.readString(this.document);
		int from = text.indexOf(marker("begin"));
		int to = text.indexOf(marker("end"), Math.max(from, 0));
		return (from == -1 || to == -1) ? "" : text.substring(from + marker("begin").length(), to).strip();
	}

	/**
	 * Replace what is between the markers.
	 * @param content the new content
	 * @throws IOException if the document cannot be read or written
	 * @throws IllegalStateException if it does not have the two markers, in order
	 */
	public void write(String content) throws IOException {
		String text = Files.readString(this.document);
		String begin = marker("begin");
		String end = marker("end");
		int from = text.indexOf(begin);
		int to = text.indexOf(end, Math.max(from, 0));
		if (from == -1 || to == -1) {
			throw new IllegalStateException(
					"The document %s lacks the lines '%s' and '%s', in this order. Add them where the figures belong."
						.formatted(this.document.getFileName(), begin, end));
		}
		Files.writeString(this.document,
				text.substring(0, from + begin.length()) + "\n\n" + content.strip() + "\n\n" + text.substring(to));
	}

	private String marker(String edge) {
		return "<!-- " + this.name + ":" + edge + " -->";
	}

}
