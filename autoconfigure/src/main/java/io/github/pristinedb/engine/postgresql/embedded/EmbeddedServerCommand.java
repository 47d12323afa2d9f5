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
 * The command that starts the embedded PostgreSQL server after a run, so that a person
 * can look into a kept database. The server stops when the command ends.
 */
public final class EmbeddedServerCommand {

	private EmbeddedServerCommand() {
	}

	/**
	 * Start the server, print how to connect, and run {@code psql} if it is there. The
	 * command ends with {@code psql}. Without it, a line or the end of the input ends the
	 * command.
	 * @param arguments the directory of the server, and the name of a database
	 * @throws IOException if {@code psql} cannot be started, or the input be read
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		if (arguments.length != 2) {
			System.err.println("Usage: EmbeddedServerCommand <directory of the server> <database>");
			System.exit(2);
		}
		ServerStore store = new ServerStore(Path.of(arguments[0]), Account.find(), null, Surroundings.ofThisMachine());
		EmbeddedServer server = new EmbeddedServer(store);
		Psql psql = Psql.find(store.programs(), System.getenv("PATH"));
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			// The terminal interrupts both. psql cancels its query then, and goes on.
			psql.awaitEnd();
			server.leave();
		}, "pristine-postgresql"));
		System.out.println(server.url(arguments[1]) + "?user=" + server.user() + "&password=" + server.password());
		if (psql.isThere()) {
			System.exit(psql.run(server, arguments[1]));
		}
		System.out.println("There is no psql on the PATH. The server runs until you press Enter.");
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
