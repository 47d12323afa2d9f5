package io.github.pristinedb.engine.postgresql;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.files.Sha256;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;

/**
 * The comment of a template database. A database without it is no template: the comment
 * is written last.
 *
 * @param fingerprint the template's fingerprint
 * @param created when it was built
 * @param used the day of its last use
 * @param bytes its size in bytes
 * @param row the row of the database in {@code pg_database}, which any
 * {@code ALTER DATABASE} replaces
 * @param facts what is known of its build
 */
record TemplateComment(Fingerprint fingerprint, Instant created, LocalDate used, long bytes, String row,
		TemplateFacts facts) {

	/**
	 * The version of this format. A comment of another one is none, and its template is
	 * built again.
	 */
	private static final int VERSION = 1;

	private static final String START = "{\"pristine\":";

	private static final String SEAL = ",\"seal\":\"";

	private static final JsonWriter<TemplateComment> writer = JsonWriter.of((members) -> {
		members.add("pristine", VERSION);
		members.add("fingerprint", (comment) -> comment.fingerprint().value());
		members.add("created", (comment) -> comment.created().toString());
		members.add("used", (comment) -> comment.used().toString());
		members.add("bytes", TemplateComment::bytes);
		members.add("row", TemplateComment::row);
		members.add("tool", (comment) -> comment.facts().tool());
		members.add("migrations", (comment) -> comment.facts().migrations());
		members.add("buildMillis", (comment) -> comment.facts().buildMillis());
		members.add("base", (comment) -> comment.facts().base()).whenNotNull().as(Fingerprint::value);
	});

	/**
	 * Whether a comment is one of Pristine's, in whatever version or state.
	 * @param comment the comment, {@code null} if there is none
	 * @return whether it is
	 */
	static boolean isOne(@Nullable String comment) {
		return comment != null && comment.startsWith(START);
	}

	/**
	 * Read a comment.
	 * @param comment the comment, {@code null} if there is none
	 * @return what it says, or {@code null} if it is not what was written
	 */
	static @Nullable TemplateComment parse(@Nullable String comment) {
		int end = (comment != null && isOne(comment)) ? comment.lastIndexOf(SEAL) : -1;
		if (comment == null || end == -1 || !comment.equals(seal(comment.substring(0, end)))) {
			return null;
		}
		try {
			Map<String, Object> json = JsonParserFactory.getJsonParser().parseMap(comment);
			return text(json, "pristine").equals(String.valueOf(VERSION)) ? read(json) : null;
		}
		catch (RuntimeException ex) {
			// Whoever wrote that has sealed it. Parsers differ in what they throw.
			return null;
		}
	}

	private static TemplateComment read(Map<String, Object> json) {
		return new TemplateComment(new Fingerprint(text(json, "fingerprint")), Instant.parse(text(json, "created")),
				LocalDate.parse(text(json, "used")), Long.parseLong(text(json, "bytes")), text(json, "row"),
				new TemplateFacts(text(json, "tool"), Integer.parseInt(text(json, "migrations")),
						Double.parseDouble(text(json, "buildMillis")),
						json.containsKey("base") ? new Fingerprint(text(json, "base")) : null));
	}

	private static String text(Map<String, Object> json, String name) {
		Object value = json.get(name);
		if (value == null) {
			throw new IllegalArgumentException("There is no '" + name + "'");
		}
		return value.toString();
	}

	/**
	 * The same comment after another use.
	 * @param day the day of that use
	 * @return the comment
	 */
	TemplateComment usedOn(LocalDate day) {
		return new TemplateComment(this.fingerprint, this.created, day, this.bytes, this.row, this.facts);
	}

	/**
	 * The comment, with a member that vouches for all others.
	 */
	@Override
	public String toString() {
		String content = writer.writeToString(this);
		return seal(content.substring(0, content.length() - 1));
	}

	private static String seal(String content) {
		return content + SEAL
				+ HexFormat.of().formatHex(Sha256.digest().digest(content.getBytes(StandardCharsets.UTF_8))) + "\"}";
	}

}
