package io.github.pristinedb.engine.h2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.files.Sha256;
import org.h2.store.fs.FileUtils;

/**
 * The files that connections to a database execute because its URL says so
 * ({@code INIT=RUNSCRIPT FROM 'classpath:create.sql'}), and those that these name.
 */
final class InitScripts {

	private static final Pattern RUNSCRIPT = Pattern.compile("RUNSCRIPT\\s+FROM\\s+'((?:[^']|'')+)'",
			Pattern.CASE_INSENSITIVE);

	private final Map<String, String> hashes = new TreeMap<>();

	private InitScripts() {
	}

	/**
	 * Hash the files of a database.
	 * @param database the database
	 * @return the SHA-256 of each file, by a name that tells no place
	 * @throws UnusableDatabaseException if a file cannot be read
	 */
	static Map<String, String> of(H2Database database) {
		InitScripts scripts = new InitScripts();
		scripts.read(database.content().getOrDefault(H2Url.INIT, ""));
		Map<String, String> values = new TreeMap<>();
		scripts.hashes.values().forEach((hash) -> values.put("option/INIT-script-" + (values.size() + 1), hash));
		return values;
	}

	private void read(String sql) {
		Matcher matcher = RUNSCRIPT.matcher(sql);
		while (matcher.find()) {
			String file = matcher.group(1).replace("''", "'");
			if (!this.hashes.containsKey(file)) {
				byte[] content = content(file);
				this.hashes.put(file, HexFormat.of().formatHex(Sha256.digest().digest(content)));
				read(new String(content, StandardCharsets.UTF_8));
			}
		}
	}

	private static byte[] content(String file) {
		try (InputStream in = FileUtils.newInputStream(file)) {
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UnusableDatabaseException(
					"The script " + file + ", which INIT in a JDBC URL names, cannot be read: " + ex + ".",
					"Check the URL.", ex);
		}
	}

}
