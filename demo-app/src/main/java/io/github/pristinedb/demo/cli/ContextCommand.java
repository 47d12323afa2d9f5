package io.github.pristinedb.demo.cli;

import java.util.List;

import io.github.pristinedb.demo.context.ContextFile;
import io.github.pristinedb.demo.context.ContextService;
import io.github.pristinedb.demo.context.NewContextFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "context", description = "Manage the files that plans rest on.")
final class ContextCommand {

	private final ProjectApplication application;

	ContextCommand(ProjectApplication application) {
		this.application = application;
	}

	@Command(description = "Add files, or read them again.")
	void add(@Parameters(paramLabel = "<file>", arity = "1..*",
			description = "Files below the project's directory.") List<String> files) {
		this.application.inProject((session) -> {
			List<NewContextFile> added = new ProjectFiles(session.directory()).read(files);
			session.service(ContextService.class).add(session.project().id(), session.user(), added);
			added.forEach((file) -> session.say("Added %s", file.path()));
		});
	}

	@Command(description = "List the files.")
	void list() {
		this.application.inProject((session) -> {
			List<ContextFile> files = session.service(ContextService.class).list(session.project().id());
			if (files.isEmpty()) {
				session.say("The context is empty.");
			}
			files.forEach(
					(file) -> session.say("%s  %s  %.12s", file.path(), Count.of(file.bytes(), "byte"), file.sha256()));
		});
	}

	@Command(description = "Take all files out of the context; the files themselves stay.")
	void clear() {
		this.application.inProject((session) -> {
			int count = session.service(ContextService.class).clear(session.project().id(), session.user());
			session.say("Removed %s from the context.", Count.of(count, "file"));
		});
	}

}
