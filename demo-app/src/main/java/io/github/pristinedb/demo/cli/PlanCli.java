package io.github.pristinedb.demo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;

import io.github.pristinedb.demo.RefusedException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

import org.springframework.core.NestedExceptionUtils;

/**
 * The command line of the planning tool. It runs inside the JVM of its caller and touches
 * nothing of it: neither the standard streams, nor the working directory, nor the logging
 * system. Any number of commands may run at the same time.
 */
public final class PlanCli {

	private final CliSettings settings;

	public PlanCli(CliSettings settings) {
		this.settings = settings;
	}

	/**
	 * Runs one command in the current directory and ends the JVM with its exit code.
	 * @param args the command and its arguments
	 */
	public static void main(String[] args) {
		PrintWriter out = new PrintWriter(System.out, true);
		PrintWriter err = new PrintWriter(System.err, true);
		System.exit(new PlanCli(CliSettings.defaults()).run(args, Path.of(""), out, err));
	}

	/**
	 * Runs one command.
	 * @param args the command and its arguments
	 * @param directory the directory that relative paths start from, and that holds the
	 * project
	 * @param out where the command's output goes
	 * @param err where refusals and usage errors go
	 * @return 0 if the command did what it was asked for, 1 if it was refused or failed,
	 * 2 if the arguments make no command
	 */
	public int run(String[] args, Path directory, PrintWriter out, PrintWriter err) {
		RootCommand root = new RootCommand();
		Path project = directory.toAbsolutePath().normalize();
		CommandLine commandLine = commandLine(root, new ProjectApplication(project, this.settings, root::user, out));
		commandLine.setOut(out);
		commandLine.setErr(err);
		commandLine.setColorScheme(Help.defaultColorScheme(Ansi.OFF));
		commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
			err.println("planner: " + message(failure, project));
			return ExitCode.SOFTWARE;
		});
		int exitCode = commandLine.execute(args);
		out.flush();
		err.flush();
		return exitCode;
	}

	private static CommandLine commandLine(RootCommand root, ProjectApplication application) {
		CommandLine plan = new CommandLine(new PlanCommand(application));
		addSteps(plan, application);
		CommandLine planner = new CommandLine(root).addSubcommand(new InitCommand(application))
			.addSubcommand(new StatusCommand(application))
			.addSubcommand(new ContextCommand(application))
			.addSubcommand(plan);
		addSteps(planner, application);
		return planner;
	}

	/**
	 * Adds the commands that have a place below {@code plan} and a shortcut without it.
	 */
	private static void addSteps(CommandLine parent, ProjectApplication application) {
		parent.addSubcommand(new TellCommand(application))
			.addSubcommand(new BuildCommand(application))
			.addSubcommand(new ApplyCommand(application));
	}

	private static String message(Exception failure, Path directory) {
		if (failure instanceof RefusedException) {
			return failure.getMessage();
		}
		return "The command failed in %s: %s".formatted(directory, NestedExceptionUtils.getMostSpecificCause(failure));
	}

}
