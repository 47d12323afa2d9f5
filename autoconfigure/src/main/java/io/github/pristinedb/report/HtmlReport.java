package io.github.pristinedb.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

import io.github.pristinedb.files.Sha256;
import io.github.pristinedb.files.WholeFile;

/**
 * The report as one HTML page, which loads nothing. The report's JSON is in it,
 * compressed, so that no value can be taken for markup. A policy allows the page's own
 * script and style by their hashes, and nothing else.
 *
 * @param json writes the report as JSON
 */
public record HtmlReport(WholeFile.Content json) {

	private static final String SCRIPT = "${script}";

	private static final String STYLE = "${style}";

	private static final String DATA = "${data}";

	/**
	 * Write the page.
	 * @param out the target
	 * @throws IOException if it cannot be written
	 */
	public void writeTo(Appendable out) throws IOException {
		String style = resource("report.css");
		String script = resource("report.js");
		String page = resource("report.html").replace("${style-hash}", hash(style))
			.replace("${script-hash}", hash(script));
		int data = page.indexOf(DATA);
		out.append(fill(page.substring(0, data), style, script));
		writeData(out);
		out.append(fill(page.substring(data + DATA.length()), style, script));
	}

	private static String fill(String page, String style, String script) {
		return page.replace(STYLE, style).replace(SCRIPT, script);
	}

	private void writeData(Appendable out) throws IOException {
		try (Writer compressed = new OutputStreamWriter(
				new GZIPOutputStream(Base64.getEncoder().wrap(new Ascii(out)), 1 << 16), StandardCharsets.UTF_8)) {
			this.json.writeTo(compressed);
		}
	}

	private static String hash(String content) {
		return "'sha256-"
				+ Base64.getEncoder().encodeToString(Sha256.digest().digest(content.getBytes(StandardCharsets.UTF_8)))
				+ "'";
	}

	private static String resource(String name) throws IOException {
		try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IOException("The resource " + name + " is missing");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/**
	 * Appends ASCII characters to a text.
	 */
	private static final class Ascii extends OutputStream {

		private final Appendable out;

		Ascii(Appendable out) {
			this.out = out;
		}

		@Override
		public void write(int character) throws IOException {
			this.out.append((char) character);
		}

		@Override
		public void write(byte[] characters, int from, int length) throws IOException {
			this.out.append(new String(characters, from, length, StandardCharsets.US_ASCII));
		}

	}

}
