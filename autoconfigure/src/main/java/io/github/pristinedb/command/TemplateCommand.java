package io.github.pristinedb.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.pristinedb.error.PristineException;
import io.github.pristinedb.recipe.MigrationToolBeans;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

/**
 * Builds or finds the templates of a project ahead of its tests, or prints what a CI
 * cache can be keyed on. Run with the class path of the tests:
 *
 * <pre>
 * java -cp … io.github.pristinedb.command.TemplateCommand [--fingerprint | --inputs] &lt;class&gt; [--property=value …]
 * </pre>
 *
 * The class is a test class, the glue class of Cucumber, or the application's own class.
 * Its context is configured as the TestContext framework would, with the same profiles
 * and properties, but nothing of it is started: only the Flyway beans are made, and what
 * they need.
 * <table>
 * <caption>What is printed, on the standard output and nothing else there</caption>
 * <tr>
 * <td></td>
 * <td>for each template a line of four parts, with a space between them: the fingerprint,
 * {@code hit} or {@code built}, the milliseconds that took, and the path of the
 * template's file</td>
 * </tr>
 * <tr>
 * <td>{@code --fingerprint}</td>
 * <td>for each template its fingerprint on a line; no connection is opened, nothing is
 * built, and nothing is written</td>
 * </tr>
 * <tr>
 * <td>{@code --inputs}</td>
 * <td>the same, but what the fingerprints are made of: on each line the SHA-256 of an
 * input, a space, and its name</td>
 * </tr>
 * </table>
 * The exit code is 0 if all went well, 1 if there is nothing to build a template for, a
 * build failed, or the template cannot be kept, 2 if the arguments make no command; what
 * is wrong is said on the standard error, where logs go too.
 */
public final class TemplateCommand {

	private static final Log logger = LogFactory.getLog(TemplateCommand.class);

	private static final String SPRING_BOOT_TEST = "org.springframework.boot.test.context.SpringBootTest";

	private final PrintStream out;

	private final PrintStream err;

	TemplateCommand(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/**
	 * Run the command, and end the JVM with its exit code.
	 * @param args what to print, the class, and properties
	 */
	public static void main(String[] args) {
		PrintStream out = System.out;
		// Logs go there, and the output must be fit for a script.
		System.setOut(System.err);
		System.exit(new TemplateCommand(out, System.err).run(args));
	}

	/**
	 * Run the command.
	 * @param args what to print, the class, and properties
	 * @return the exit code
	 */
	int run(String... args) {
		try {
			TemplateArguments arguments = TemplateArguments.parse(args);
			lines(arguments, migrationTools()).forEach(this.out::println);
			this.out.flush();
			return 0;
		}
		catch (UsageException ex) {
			this.err.println("pristine: " + ex.getMessage());
			this.err.println(TemplateArguments.USAGE);
			return 2;
		}
		catch (Exception | LinkageError ex) {
			logger.debug("The template command failed", ex);
			this.err.println("pristine: " + message(ex));
			return 1;
		}
	}

	private static List<String> lines(TemplateArguments arguments, List<MigrationToolBeans> tools) throws Exception {
		return UnstartedContext.of(arguments.type(), arguments.properties()).call((beans) -> {
			ContextTemplates templates = ContextTemplates.of(tools, beans, arguments.type());
			return switch (arguments.output()) {
				case TEMPLATE -> templates.obtain();
				case FINGERPRINT -> templates.fingerprints();
				case INPUTS -> templates.inputs();
			};
		});
	}

	private static List<MigrationToolBeans> migrationTools() {
		ClassLoader classLoader = TemplateCommand.class.getClassLoader();
		if (!ClassUtils.isPresent(SPRING_BOOT_TEST, classLoader)) {
			throw missing(
					"There is no spring-boot-test on the class path, so that no context can be configured as tests do.");
		}
		List<MigrationToolBeans> tools = SpringFactoriesLoader.loadFactories(MigrationToolBeans.class, classLoader);
		List<String> missing = tools.stream()
			.map((tool) -> tool.missing(classLoader))
			.filter(Objects::nonNull)
			.toList();
		if (missing.size() == tools.size()) {
			throw missing(String.join(" ", missing) + " Templates are made by a migration tool.");
		}
		return tools;
	}

	private static TemplateCommandException missing(String description) {
		return new TemplateCommandException(description,
				"Run the command with the class path of the tests, with pristine-spring-boot-starter on it.");
	}

	/**
	 * What the user can make use of: an error of ours says what to do, one of Flyway
	 * which migration failed, and Spring Boot which property is wrong; of others the
	 * innermost knows most.
	 */
	private static String message(Throwable failure) {
		return first(failure, PristineException.class::isInstance)
			.or(() -> first(failure, (cause) -> cause.getClass().getName().startsWith("org.flywaydb.")))
			.or(() -> first(failure, AnalyzedFailureException.class::isInstance))
			.orElseGet(() -> String
				.valueOf(Objects.requireNonNullElse(NestedExceptionUtils.getRootCause(failure), failure)));
	}

	private static Optional<String> first(Throwable failure, Predicate<Throwable> kind) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.filter(kind)
			.map(Throwable::getMessage)
			.findFirst();
	}

}
