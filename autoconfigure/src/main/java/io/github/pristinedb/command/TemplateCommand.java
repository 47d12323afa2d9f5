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
 * Builds or finds the templates of a project ahead of its tests, or prints the key for a
 * CI cache. Run it with the class path of the tests:
 *
 * <pre>
 * java -cp … io.github.pristinedb.command.TemplateCommand [--fingerprint | --inputs] &lt;class&gt; [--property=value …]
 * </pre>
 *
 * The class is a test class, Cucumber's glue class, or the application's own class. The
 * TestContext framework configures its context, with the same profiles and properties.
 * The context does not start: only the beans of migration tools are made, and the beans
 * that they need.
 * <table>
 * <caption>Standard output</caption>
 * <tr>
 * <td></td>
 * <td>a line for each template, parts separated by a space; the parts are the
 * fingerprint, {@code hit} if the cache had it or else {@code built}, the milliseconds,
 * and the file's path</td>
 * </tr>
 * <tr>
 * <td>{@code --fingerprint}</td>
 * <td>for each template its fingerprint on a line. Nothing is connected, built or
 * written</td>
 * </tr>
 * <tr>
 * <td>{@code --inputs}</td>
 * <td>the inputs of the fingerprints: on each line the SHA-256 of an input, a space, and
 * its name</td>
 * </tr>
 * </table>
 * Exit codes: 0 for success; 1 if there is no template to build, a build fails, or the
 * cache cannot keep the template; 2 for wrong arguments. Errors and logs go to the
 * standard error.
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
			throw missing("The class path has no spring-boot-test, which configures contexts as tests do.");
		}
		List<MigrationToolBeans> tools = tools();
		List<String> missing = tools.stream()
			.map((tool) -> tool.missing(classLoader))
			.filter(Objects::nonNull)
			.toList();
		if (missing.size() == tools.size()) {
			throw missing(String.join(" ", missing) + " A migration tool makes the templates.");
		}
		return tools;
	}

	private static TemplateCommandException missing(String description) {
		return new TemplateCommandException(description,
				"Run the command with the class path of the tests, with pristine-spring-boot-starter on it.");
	}

	/**
	 * The message that helps the user most. An error of Pristine names the cure, one of a
	 * migration tool the failed migration, one of Spring Boot the wrong property. Of
	 * other errors the innermost knows most.
	 */
	private static String message(Throwable failure) {
		return first(failure, PristineException.class::isInstance).or(() -> first(failure, TemplateCommand::isOfTool))
			.or(() -> first(failure, AnalyzedFailureException.class::isInstance))
			.orElseGet(() -> String
				.valueOf(Objects.requireNonNullElse(NestedExceptionUtils.getRootCause(failure), failure)));
	}

	private static boolean isOfTool(Throwable failure) {
		return tools().stream().anyMatch((tool) -> tool.isOwn(failure));
	}

	private static List<MigrationToolBeans> tools() {
		return SpringFactoriesLoader.loadFactories(MigrationToolBeans.class, TemplateCommand.class.getClassLoader());
	}

	private static Optional<String> first(Throwable failure, Predicate<Throwable> kind) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.filter(kind)
			.map(Throwable::getMessage)
			.findFirst();
	}

}
