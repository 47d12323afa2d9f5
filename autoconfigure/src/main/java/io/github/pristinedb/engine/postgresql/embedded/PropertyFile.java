package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.WholeFile;

/**
 * Reads and writes small files of names and values. Only their owner can read them.
 */
final class PropertyFile {

	private static final long MOST = 1 << 20;

	private PropertyFile() {
	}

	/**
	 * Read a file.
	 * @param file the file
	 * @return its values by name, empty if it is missing or cannot be trusted
	 */
	static Map<String, String> read(Path file) {
		try {
			Properties properties = new Properties();
			properties.load(new StringReader(new String(OwnFile.readProof(file, MOST), StandardCharsets.UTF_8)));
			Map<String, String> values = new TreeMap<>();
			properties.stringPropertyNames().forEach((name) -> values.put(name, properties.getProperty(name)));
			return values;
		}
		catch (IOException | IllegalArgumentException ex) {
			return Map.of();
		}
	}

	/**
	 * Write a file in one step.
	 * @param file the file
	 * @param values its values by name; a name is a word
	 * @throws IOException if it cannot be written
	 */
	static void write(Path file, Map<String, String> values) throws IOException {
		WholeFile.writeSecret(file,
				new TreeMap<>(values).entrySet()
					.stream()
					.map((entry) -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
					.collect(Collectors.joining()));
	}

}
