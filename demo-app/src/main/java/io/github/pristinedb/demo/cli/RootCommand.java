package io.github.pristinedb.demo.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * What all commands hang on, with the options that all of them have.
 */
@Command(name = "planner", description = "Turns instructions into plans, and plans into files.")
final class RootCommand {

	@Option(names = { "-h", "--help" }, usageHelp = true, scope = ScopeType.INHERIT,
			description = "Show this help and exit.")
	private boolean help;

	@Option(names = "--user", paramLabel = "<name>", scope = ScopeType.INHERIT,
			description = "Act as this user instead of the one who is logged in.")
	private @Nullable String user;

	/**
	 * The user that the command line names, if it names one.
	 */
	@Nullable String user() {
		return this.user;
	}

}
