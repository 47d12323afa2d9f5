package io.github.pristinedb.demo.ci;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.yaml.snakeyaml.Yaml;

import org.springframework.util.AntPathMatcher;

/**
 * The workflow of this repository, and its files.
 *
 * @param repository the root of the repository
 * @param job the one job
 */
public record Workflow(Path repository, Map<String, Object> job) {

	private static final Path FILE = Path.of(".github", "workflows", "ci.yml");

	private static final Pattern HASHED = Pattern.compile("hashFiles\\(([^)]*)\\)");

	private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

	/**
	 * Read the workflow of the repository that this module is in, whatever directory the
	 * tests are run in.
	 * @return the workflow
	 */
	public static Workflow read() {
		Path classes = Path
			.of(URI.create(Workflow.class.getProtectionDomain().getCodeSource().getLocation().toString()));
		Path repository = classes;
		while (!Files.exists(repository.resolve(FILE))) {
			repository = repository.getParent();
			if (repository == null) {
				throw new IllegalStateException("There is no " + FILE + " above " + classes);
			}
		}
		Map<String, Object> workflow = new Yaml().load(text(repository.resolve(FILE)));
		return new Workflow(repository, map(map(workflow.get("jobs")).get("verify")));
	}

	public static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	/**
	 * What the steps of an action are given.
	 * @param action its name without a version
	 * @return the inputs of each of these steps
	 */
	public List<Map<String, Object>> uses(String action) {
		return steps().filter((step) -> String.valueOf(step.get("uses")).startsWith(action + "@"))
			.map((step) -> map(step.getOrDefault("with", Map.of())))
			.toList();
	}

	/**
	 * The commands that it runs, without what only concerns the look of their output.
	 * @return the commands in order
	 */
	public List<String> commands() {
		return steps().filter((step) -> step.containsKey("run"))
			.flatMap((step) -> step.get("run").toString().lines())
			.map((command) -> command.replace(" -B -ntp", ""))
			.toList();
	}

	/**
	 * The values of a dimension of the matrix.
	 * @param dimension its name
	 * @return the values
	 */
	public List<?> matrix(String dimension) {
		return (List<?>) map(map(this.job.get("strategy")).get("matrix")).get(dimension);
	}

	private Stream<Map<String, Object>> steps() {
		return ((List<?>) this.job.get("steps")).stream().map(Workflow::map);
	}

	/**
	 * Whether a key changes with a file. The patterns of {@code hashFiles} are those of
	 * Ant in all that is used here.
	 * @param key the key of a cache step
	 * @param file the path of a file in the repository, with {@code /}
	 * @return whether it does
	 */
	public static boolean covers(String key, String file) {
		AntPathMatcher matcher = new AntPathMatcher();
		return HASHED.matcher(key)
			.results()
			.flatMap((hashed) -> QUOTED.matcher(hashed.group(1)).results())
			.map((MatchResult pattern) -> pattern.group(1))
			.anyMatch((pattern) -> matcher.match(pattern, file));
	}

}
