package io.github.pristinedb.demo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.pristinedb.demo.DemoApplication;
import io.github.pristinedb.demo.DemoProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the application for one command in a project's directory, and closes it when the
 * command is done.
 */
final class ProjectApplication {

	private final Path directory;

	private final CliSettings settings;

	private final Supplier<@Nullable String> user;

	private final PrintWriter out;

	ProjectApplication(Path directory, CliSettings settings, Supplier<@Nullable String> user, PrintWriter out) {
		this.directory = directory;
		this.settings = settings;
		this.user = user;
		this.out = out;
	}

	/**
	 * Runs a command that needs a project, as one of its members.
	 * @param command the command
	 */
	void inProject(Consumer<Session> command) {
		run(true, (session) -> {
			session.member();
			command.accept(session);
		});
	}

	/**
	 * Runs a command in a directory that may or may not be a project.
	 * @param command the command
	 */
	void inDirectory(Consumer<Session> command) {
		run(false, command);
	}

	private void run(boolean projectRequired, Consumer<Session> command) {
		SpringApplication application = new SpringApplication(DemoApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setAdditionalProfiles(this.settings.profiles().toArray(String[]::new));
		application.addInitializers(new ProjectDatabaseInitializer(this.directory, projectRequired));
		// A command is a guest in its JVM, perhaps one of many: it is closed here and not
		// by a shutdown hook, and leaves the logging system, of which there is only one,
		// to its host.
		application.setRegisterShutdownHook(false);
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> !(listener instanceof LoggingApplicationListener))
			.toList());
		try (ConfigurableApplicationContext context = application.run(arguments())) {
			command.accept(new Session(this.directory, user(context), context, this.out));
		}
	}

	private String[] arguments() {
		return this.settings.properties()
			.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	private String user(ConfigurableApplicationContext context) {
		String named = this.user.get();
		return (named != null) ? named : context.getBean(DemoProperties.class).user();
	}

}
