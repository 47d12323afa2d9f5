package io.github.pristinedb.engine.h2;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.TreeMap;

import org.h2.Driver;

/**
 * What a person types to look into a database that was written into a script.
 */
final class OpenCommand {

	private OpenCommand() {
	}

	/**
	 * The command, which starts H2's shell with a database that the script has made. Who
	 * looks is another administrator than the application's, and has no password.
	 * @param database the database
	 * @param script the script
	 * @return a command for a shell
	 */
	static String of(H2Database database, Path script) {
		return of(driver(), database, script.toString(), File.separatorChar);
	}

	static String of(String driver, H2Database database, String script, char separator) {
		Map<String, String> settings = new TreeMap<>(database.content());
		// The script makes the schema first.
		String schema = settings.get("SCHEMA");
		settings.keySet().removeIf(H2Url::isOfConnection);
		settings.put(H2Url.INIT, "RUNSCRIPT FROM '" + script.replace("'", "''") + "'"
				+ ((schema != null) ? ";SET SCHEMA " + schema : ""));
		String url = H2Url.write(database.options().catalog(), settings);
		return "java -cp " + quoted(driver, separator) + " org.h2.tools.Shell -url " + quoted(url, separator)
				+ " -user pristine";
	}

	private static String quoted(String argument, char separator) {
		return '"' + ((separator == '\\') ? argument : argument.replaceAll("[\\\\\"$`]", "\\\\$0")) + '"';
	}

	private static String driver() {
		CodeSource source = Driver.class.getProtectionDomain().getCodeSource();
		try {
			return (source != null) ? Path.of(source.getLocation().toURI()).toString() : "h2.jar";
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return "h2.jar";
		}
	}

}
