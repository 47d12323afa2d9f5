package io.github.pristinedb.engine.sqlite;

/**
 * What a person types to look into a database file.
 */
final class OpenCommand {

	private OpenCommand() {
	}

	/**
	 * The command, in which the shell takes the file name as it is.
	 * @param file the file name
	 * @param separator what parts directories on this system
	 * @return a command for a POSIX shell, or for those of Windows, where no file name
	 * has a double quote
	 */
	static String of(String file, char separator) {
		return "sqlite3 " + ((separator == '\\') ? '"' + file + '"' : "'" + file.replace("'", "'\\''") + "'");
	}

}
