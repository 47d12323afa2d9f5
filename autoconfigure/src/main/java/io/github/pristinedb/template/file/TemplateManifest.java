package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.Sha256;
import io.github.pristinedb.files.WholeFile;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;

/**
 * What is written beside a template. A template without its manifest is none: the
 * manifest is published last.
 *
 * @param fingerprint the template's fingerprint
 * @param created when it was built
 * @param bytes the size of its file in bytes
 * @param checksum the {@linkplain ContentChecksum checksum} of its content
 * @param engine the name of its engine
 * @param facts what is known of its build
 */
record TemplateManifest(Fingerprint fingerprint, Instant created, long bytes, String checksum, String engine,
		TemplateFacts facts) {

	/**
	 * The version of this format. A manifest of another one is none, and its template is
	 * built again.
	 */
	static final int VERSION = 1;

	// Far more than it ever has.
	static final long MOST_BYTES = 1 << 16;

	private static final String SEAL = ",\"seal\":\"";

	private static final JsonWriter<TemplateManifest> writer = JsonWriter.of((members) -> {
		members.add("version", VERSION);
		members.add("fingerprint", (manifest) -> manifest.fingerprint().value());
		members.add("created", (manifest) -> manifest.created().toString());
		members.add("bytes", TemplateManifest::bytes);
		members.add("checksum", TemplateManifest::checksum);
		members.add("engine", TemplateManifest::engine);
		members.add("tool", (manifest) -> manifest.facts().tool());
		members.add("migrations", (manifest) -> manifest.facts().migrations());
		members.add("buildMillis", (manifest) -> manifest.facts().buildMillis());
		members.add("base", (manifest) -> manifest.facts().base()).whenNotNull().as(Fingerprint::value);
	});

	/**
	 * Write the manifest so that it is there whole or not at all.
	 * @param file where it is to be
	 * @param scratch a file beside it that nobody else uses
	 * @throws IOException if it cannot be written
	 */
	void write(Path file, Path scratch) throws IOException {
		String content = writer.writeToString(this);
		WholeFile.writeDurably(file, scratch, seal(content.substring(0, content.length() - 1)));
	}

	/**
	 * Close a manifest with a member that vouches for all others, so that no byte of the
	 * file can change unseen.
	 */
	static String seal(String content) {
		return content + SEAL
				+ HexFormat.of().formatHex(Sha256.digest().digest(content.getBytes(StandardCharsets.UTF_8))) + "\"}\n";
	}

	/**
	 * Read a manifest.
	 * @param file its file
	 * @return the manifest, or {@code null} if there is none or it is not what was
	 * written
	 * @throws IOException if it is there but cannot be read
	 */
	static @Nullable TemplateManifest read(Path file) throws IOException {
		Map<String, Object> json = readSealed(file);
		return (json != null && isOfThisFormat(json)) ? parse(json) : null;
	}

	/**
	 * Whether a manifest is whole, but of another version of the format.
	 * @param file its file
	 * @return whether it is
	 * @throws IOException if it is there but cannot be read
	 */
	static boolean isOfAnotherFormat(Path file) throws IOException {
		Map<String, Object> json = readSealed(file);
		return json != null && !isOfThisFormat(json);
	}

	private static boolean isOfThisFormat(Map<String, Object> json) {
		return String.valueOf(VERSION).equals(String.valueOf(json.get("version")));
	}

	private static @Nullable Map<String, Object> readSealed(Path file) throws IOException {
		try {
			String sealed = new String(OwnFile.readProof(file, MOST_BYTES), StandardCharsets.UTF_8);
			int end = sealed.lastIndexOf(SEAL);
			return (end != -1 && sealed.equals(seal(sealed.substring(0, end))))
					? JsonParserFactory.getJsonParser().parseMap(sealed) : null;
		}
		catch (NoSuchFileException | JsonParseException ex) {
			return null;
		}
	}

	private static @Nullable TemplateManifest parse(Map<String, Object> json) {
		try {
			return new TemplateManifest(new Fingerprint(text(json, "fingerprint")),
					Instant.parse(text(json, "created")), Long.parseLong(text(json, "bytes")), text(json, "checksum"),
					text(json, "engine"),
					new TemplateFacts(text(json, "tool"), Integer.parseInt(text(json, "migrations")),
							Double.parseDouble(text(json, "buildMillis")),
							json.containsKey("base") ? new Fingerprint(text(json, "base")) : null));
		}
		catch (RuntimeException ex) {
			// Whoever wrote that has sealed it. Parsers differ in what they throw.
			return null;
		}
	}

	private static String text(Map<String, Object> json, String name) {
		Object value = json.get(name);
		if (value == null) {
			throw new IllegalArgumentException("There is no '" + name + "'");
		}
		return value.toString();
	}

}
