package io.github.pristinedb.command;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The arguments of {@link TemplateCommand}.
 *
 * @param type the class whose context is configured
 * @param output what is printed
 * @param properties further properties of the context, each as {@code name=value}
 */
record TemplateArguments(Class<?> type, Output output, List<String> properties) {

	static final String USAGE = """
			Usage: TemplateCommand [--fingerprint | --inputs] <class> [--property=value ...]
			  <class>           a test class, Cucumber's glue class, or the application's class
			  --fingerprint     print the fingerprint only, and build nothing
			  --inputs          print what the fingerprint is made of, and build nothing
			  --property=value  a property of Spring's, such as --spring.profiles.active=test""";

	/**
	 * Read the arguments. Blank ones are passed over: a build tool that has a variable in
	 * the place of an option passes them.
	 * @param args the arguments
	 * @return what they say
	 * @throws UsageException if they make no command
	 */
	static TemplateArguments parse(String... args) {
		String type = null;
		Output output = Output.TEMPLATE;
		List<String> properties = new ArrayList<>();
		for (String arg : args) {
			if (arg == null || arg.isBlank()) {
				continue;
			}
			if (arg.startsWith("--") && arg.indexOf('=') > "--".length()) {
				properties.add(arg.substring("--".length()));
			}
			else if (arg.startsWith("-")) {
				output = another(output, arg);
			}
			else if (type == null) {
				type = arg;
			}
			else {
				throw new UsageException("There are two classes, " + type + " and " + arg + ". Name one.");
			}
		}
		return new TemplateArguments(load(type), output, List.copyOf(properties));
	}

	private static Output another(Output output, String option) {
		Output named = switch (option) {
			case "--fingerprint" -> Output.FINGERPRINT;
			case "--inputs" -> Output.INPUTS;
			default -> throw new UsageException("There is no option " + option + ".");
		};
		if (output != Output.TEMPLATE && output != named) {
			throw new UsageException("--fingerprint and --inputs exclude one another.");
		}
		return named;
	}

	private static Class<?> load(@Nullable String name) {
		if (name == null) {
			throw new UsageException("There is no class to take the configuration from.");
		}
		try {
			return ClassUtils.forName(name, TemplateArguments.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new UsageException("The class " + name + " cannot be loaded (" + ex
					+ "). Check the name of the class, and run the command with the class path of the tests.");
		}
	}

	/**
	 * What is printed.
	 */
	enum Output {

		/**
		 * The template, which is found or built.
		 */
		TEMPLATE,

		/**
		 * Its fingerprint.
		 */
		FINGERPRINT,

		/**
		 * What that is made of.
		 */
		INPUTS

	}

}
