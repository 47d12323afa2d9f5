package io.github.pristinedb.engine.postgresql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import io.github.pristinedb.engine.postgresql.embedded.EmbeddedServer;
import org.postgresql.PGProperty;

/**
 * What a person types to look into a database of the server.
 */
final class OpenCommand {

	private OpenCommand() {
	}

	/**
	 * The command, which has no password: {@code psql} asks for it. An embedded server
	 * runs no longer, so the command starts it.
	 * @param database the database
	 * @return a command for a shell
	 */
	static String of(PostgresDatabase database) {
		String embedded = EmbeddedServer.openCommand(database.server().hosts(), database.name());
		if (embedded != null) {
			return embedded;
		}
		String mode = database.options().value(PGProperty.SSL_MODE);
		return "psql \"postgresql://" + encode(database.server().user()) + "@"
				+ String.join(",", database.server().hosts()) + "/" + encode(database.name())
				+ (mode.isEmpty() ? "" : "?sslmode=" + encode(mode)) + "\"";
	}

	/**
	 * Nothing that is left means anything to a shell, within quotation marks.
	 */
	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
