package io.github.pristinedb.demo.ci;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.command.TemplateCommand;
import io.github.pristinedb.demo.JvmCommand;
import io.github.pristinedb.demo.features.CucumberContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that runs {@link TemplateCommand}, with the class path of the tests, for the
 * context of the scenarios, as a build does before it runs them.
 */
public final class TemplateJvm {

	private final List<String> options;

	private TemplateJvm(List<String> options) {
		this.options = options;
	}

	/**
	 * A JVM of the user of this one.
	 */
	static TemplateJvm ofThisUser() {
		return new TemplateJvm(List.of());
	}

	/**
	 * A JVM of a user who has set nothing, as on a machine of a CI server.
	 * @param home the user's home directory
	 */
	public static TemplateJvm ofUser(Path home) {
		return new TemplateJvm(List.of("-Duser.home=" + home));
	}

	/**
	 * Run the command.
	 * @param arguments its arguments besides the class
	 * @return the lines that it printed
	 */
	public List<String> run(String... arguments) {
		List<String> all = new ArrayList<>(List.of(CucumberContext.class.getName()));
		all.addAll(List.of(arguments));
		ProcessBuilder builder = JvmCommand.of(this.options, TemplateCommand.class, all)
			.redirectError(Redirect.INHERIT);
		if (!this.options.isEmpty()) {
			builder.environment().keySet().removeIf((name) -> name.startsWith("XDG_") || name.startsWith("PRISTINE_"));
		}
		try {
			Process process = builder.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(output).isZero();
			return output.lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
