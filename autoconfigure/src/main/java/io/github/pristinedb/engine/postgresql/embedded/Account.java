package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.files.ThisUser;
import org.jspecify.annotations.Nullable;

/**
 * Who the server runs as. PostgreSQL refuses to run as the administrator. So the
 * administrator starts it without rights in a user namespace, or as another user.
 *
 * @param prefix what a command starts with
 * @param user the user who owns the data, {@code null} if it is the one of this process
 */
record Account(List<String> prefix, @Nullable String user) {

	private static final Account OWN = new Account(List.of(), null);

	private static final Account NAMESPACE = new Account(List.of("unshare", "-U"), null);

	// Java's name of a user without a name.
	private static final String UNKNOWN = "?";

	/**
	 * Find who can run the server.
	 * @return the account
	 * @throws EmbeddedServerException if nobody can
	 */
	static Account find() {
		if (ThisUser.isAdministrator()) {
			return ofAdministrator(Stream.concat(Stream.of(NAMESPACE), others()));
		}
		return ofUser(System.getProperty("user.name"));
	}

	/**
	 * {@code initdb} refuses a user whom the system does not know, as in a container. In
	 * a user namespace every such user is nobody.
	 * @param name what Java calls the user
	 */
	static Account ofUser(String name) {
		return (name.equals(UNKNOWN) && NAMESPACE.works()) ? NAMESPACE : OWN;
	}

	/**
	 * The first account that works.
	 * @param candidates the accounts to try, in order
	 */
	static Account ofAdministrator(Stream<Account> candidates) {
		return candidates.filter(Account::works)
			.findFirst()
			.orElseThrow(() -> new EmbeddedServerException(
					"PostgreSQL does not run as the administrator (root), and no other user can be used for it:"
							+ " neither unshare, setpriv nor su works.",
					"Run the tests as another user, or install setpriv (package util-linux) and add a user named postgres.",
					null));
	}

	/**
	 * Other users of this machine. {@code setpriv} asks no login rules; {@code su} is
	 * everywhere.
	 */
	static Stream<Account> others() {
		return Stream.of("postgres", "nobody")
			.flatMap((user) -> Stream.of(new Account(setpriv(user), user), new Account(su(user), user)));
	}

	private static List<String> setpriv(String user) {
		return List.of("setpriv", "--reuid=" + user, "--regid=" + group(user), "--clear-groups", "--");
	}

	private static List<String> su(String user) {
		return List.of("su", "-s", "/bin/sh", user, "-c", "exec \"$@\"", "--", "sh");
	}

	private static String group(String user) {
		String group = output(List.of("id", "-g", user));
		return (group != null) ? group : user;
	}

	/**
	 * Whether a command runs as somebody who has a name, and is not the administrator.
	 * {@code initdb} asks for the name.
	 */
	private boolean works() {
		String number = output(command("id", "-u"));
		return number != null && !number.equals("0") && output(command("id", "-un")) != null;
	}

	/**
	 * Whether the server could use a directory.
	 * @param directory the directory
	 * @return whether the account can search it
	 */
	boolean reaches(Path directory) {
		return this.user == null || output(command("ls", "-d", directory + "/.")) != null;
	}

	private List<String> command(String... arguments) {
		return command(List.of(arguments));
	}

	/**
	 * A command that runs as this account.
	 * @param arguments the program and its arguments
	 */
	List<String> command(List<String> arguments) {
		return Stream.concat(this.prefix.stream(), arguments.stream()).toList();
	}

	private static @Nullable String output(List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD)
				.directory(Path.of("/").toFile())
				.start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			return (process.waitFor() == 0 && !output.isEmpty()) ? output : null;
		}
		catch (IOException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

}
