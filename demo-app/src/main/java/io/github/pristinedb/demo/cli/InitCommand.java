package io.github.pristinedb.demo.cli;

import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "init", description = "Make the current directory a project.")
final class InitCommand implements Runnable {

	private final ProjectApplication application;

	@Option(names = "--force", description = "Replace the project that is there, with its context and plans.")
	private boolean force;

	@Parameters(paramLabel = "<name>", arity = "0..1",
			description = "The project's name; by default that of the directory.")
	private @Nullable String name;

	InitCommand(ProjectApplication application) {
		this.application = application;
	}

	@Override
	public void run() {
		this.application.inDirectory((session) -> {
			ProjectService projects = session.service(ProjectService.class);
			boolean replaces = this.force && !projects.list().isEmpty();
			Project project = this.force ? projects.replaceAll(name(session), session.user())
					: projects.createFirst(name(session), session.user()).orElseThrow(() -> refused(session));
			session.say("%s project '%s' in %s.", replaces ? "Reinitialised" : "Initialised", project.name(),
					session.directory());
		});
	}

	private static RefusedException refused(Session session) {
		return new RefusedException("%s is project '%s' already. Use --force to replace it, with its context and plans."
			.formatted(session.directory(), session.project().name()));
	}

	private String name(Session session) {
		if (this.name != null) {
			return this.name;
		}
		// The root of a file system has no name.
		return String.valueOf(session.directory().getNameCount() > 0 ? session.directory().getFileName() : "project");
	}

}
