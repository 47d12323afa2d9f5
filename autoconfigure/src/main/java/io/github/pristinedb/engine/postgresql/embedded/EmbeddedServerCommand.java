package io.github.pristinedb.engine.postgresql.embedded;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.postgresql.Driver;

/**
 * The command that starts the embedded PostgreSQL server after a run, so that a kept
 * database can be looked at. The server stops when the command ends.
 */
public final class EmbeddedServerCommand {

	private EmbeddedServerCommand() {
	}

	/**
	 * Start the server and print how to connect, until the input ends or has a line.
	 * @param arguments the directory of the server, and the name of a database
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		if (arguments.length != 2) {
			System.err.println("Usage: EmbeddedServerCommand <directory of the server> <database>");
			System.exit(2);
		}
		EmbeddedServer server = new EmbeddedServer(
				new ServerStore(Path.of(arguments[0]), Account.find(), null, Surroundings.ofThisMachine()));
		Runtime.getRuntime().addShutdownHook(new Thread(server::leave, "pristine-postgresql"));
		System.out.println(server.url(arguments[1]) + "?user=" + server.user() + "&password=" + server.password());
		System.out.println("The server runs until you press Enter.");
		System.in.read();
	}

	/**
	 * The command line.
	 * @param store the directory of the server
	 * @param database the name of a database
	 * @return a command for a shell
	 */
	static String line(Path store, String database) {
		Set<String> classPath = new LinkedHashSet<>();
		for (Class<?> needed : List.of(EmbeddedServerCommand.class, Driver.class, Log.class)) {
			classPath.add(place(needed));
		}
		return "java -cp " + quoted(String.join(File.pathSeparator, classPath)) + " "
				+ EmbeddedServerCommand.class.getName() + " " + quoted(store.toString()) + " " + quoted(database);
	}

	private static String quoted(String argument) {
		return '"' + ((File.separatorChar == '\\') ? argument : argument.replaceAll("[\\\\\"$`]", "\\\\$0")) + '"';
	}

	private static String place(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		try {
			return (source != null) ? Path.of(source.getLocation().toURI()).toString() : "";
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return "";
		}
	}

}
