package io.github.pristinedb.demo.ci;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.command.TemplateCommand;
import io.github.pristinedb.demo.JvmCommand;
import io.github.pristinedb.demo.features.CucumberContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user who has set nothing, as on a machine of a CI server, and has run
 * {@link TemplateCommand} once, for the context of the scenarios. All tests of this JVM
 * share the user: each run of the command takes a JVM and a context.
 *
 * @param home the user's home directory, where the template is
 * @param built the line that the command printed
 */
public record NewUser(Path home, String built) {

	private static @Nullable NewUser user;

	/**
	 * The user. The first call runs the command.
	 * @return the user
	 */
	public static synchronized NewUser get() {
		NewUser known = user;
		if (known == null) {
			Path home = emptyHome();
			List<String> printed = run(home, List.of());
			assertThat(printed).hasSize(1);
			known = new NewUser(home, printed.get(0));
			user = known;
		}
		return known;
	}

	private static Path emptyHome() {
		Path home = Path.of("target", "new-user");
		try {
			FileSystemUtils.deleteRecursively(home);
			return Files.createDirectories(home).toRealPath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Run the command once more.
	 * @param arguments its arguments besides the class
	 * @return the lines that it printed
	 */
	public List<String> run(String... arguments) {
		return run(this.home, List.of(arguments));
	}

	/**
	 * The JVM has the class path of the tests, as in a build.
	 */
	private static List<String> run(Path home, List<String> arguments) {
		List<String> all = new ArrayList<>(List.of(CucumberContext.class.getName()));
		all.addAll(arguments);
		ProcessBuilder builder = JvmCommand.of(List.of("-Duser.home=" + home), TemplateCommand.class, all)
			.redirectError(Redirect.INHERIT);
		builder.environment().keySet().removeIf((name) -> name.startsWith("XDG_") || name.startsWith("PRISTINE_"));
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
