package io.github.pristinedb.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.ModuleDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.descriptor.UriSource;

/**
 * Finds the units of tests: the smallest parts that are assigned to a shard and timed. A
 * test has the same unit on all machines, in any checkout and any suite.
 *
 * <table>
 * <caption>Units</caption>
 * <tr>
 * <td>a Cucumber scenario</td>
 * <td>{@code features/plans.feature:12}</td>
 * </tr>
 * <tr>
 * <td>a test method, with all its invocations</td>
 * <td>{@code com.acme.PlanTests#isListed(int)}</td>
 * </tr>
 * <tr>
 * <td>a test class that is not torn apart, with its nested classes</td>
 * <td>{@code com.acme.PlanTests}</td>
 * </tr>
 * </table>
 */
public final class TestUnits {

	private final boolean byTest;

	private final WholeClasses wholeClasses;

	private final Path workingDirectory;

	/**
	 * Create the units of a launch.
	 * @param settings its settings
	 * @throws ShardException if a setting is wrong
	 */
	public TestUnits(LaunchSettings settings) {
		this(settings, ModuleDirectory.ofThisJvm().path());
	}

	TestUnits(LaunchSettings settings, Path workingDirectory) {
		this.byTest = new ShardSettings(settings).isByTest();
		this.wholeClasses = new WholeClasses(
				"per_class".equalsIgnoreCase(settings.get("junit.jupiter.testinstance.lifecycle.default")));
		this.workingDirectory = real(workingDirectory.toAbsolutePath());
	}

	/**
	 * The unit of a test.
	 * @param id the test's id
	 * @param source the source of the test, if its engine knows it
	 * @return the unit
	 */
	public String of(UniqueId id, Optional<TestSource> source) {
		String unit = ofSource(id, source.orElse(null));
		return (unit != null) ? unit : ofId(id);
	}

	/**
	 * Whether the tests of a class that is planned as one belong to several units. The
	 * methods of a parameterized class, for example, may run in several shards.
	 * @param source the source of the class, if its engine knows it
	 * @return whether each test in it has a unit of its own
	 */
	public boolean isTornApart(Optional<TestSource> source) {
		return this.byTest && source.orElse(null) instanceof ClassSource container
				&& WholeClasses.isTemplate(container.getJavaClass());
	}

	private @Nullable String ofSource(UniqueId id, @Nullable TestSource source) {
		if (source instanceof MethodSource method) {
			TestClass type = TestClass.of(id, method.getJavaClass());
			TestClass whole = whole(type);
			return (whole != null) ? whole.name()
					: type.name() + "#" + method.getMethodName() + "(" + method.getMethodParameterTypes() + ")";
		}
		if (source instanceof ClassSource container) {
			TestClass type = TestClass.of(id, container.getJavaClass());
			TestClass whole = whole(type);
			return ((whole != null) ? whole : type).name();
		}
		if (source instanceof ClasspathResourceSource resource) {
			String name = resource.getClasspathResourceName();
			return at(name.startsWith("/") ? name.substring(1) : name, resource.getPosition());
		}
		if (source instanceof FileSource file) {
			return at(relative(file.getFile().toPath()), file.getPosition());
		}
		if (source instanceof UriSource uri) {
			return at(uri.getUri().toString(), id.getLastSegment());
		}
		return null;
	}

	private @Nullable TestClass whole(TestClass type) {
		return this.byTest ? null : this.wholeClasses.around(type);
	}

	private String relative(Path file) {
		Path absolute = this.workingDirectory.resolve(file).normalize();
		// On Windows there is no way from one drive to another.
		Path path = Objects.equals(absolute.getRoot(), this.workingDirectory.getRoot())
				? this.workingDirectory.relativize(absolute) : absolute;
		return path.toString().replace('\\', '/');
	}

	/**
	 * Sources of tests have no symbolic links in them: a checkout that is behind one must
	 * not look as if the features were somewhere else.
	 */
	private static Path real(Path directory) {
		try {
			return directory.toRealPath();
		}
		catch (IOException ex) {
			return directory;
		}
	}

	private static String at(String name, Optional<FilePosition> position) {
		return position.map((place) -> name + ":" + place.getLine()).orElse(name);
	}

	/**
	 * Cucumber names no line for features in jars, but its ids end with it.
	 */
	private static String at(String uri, UniqueId.Segment segment) {
		// What is in a jar is on the class path, wherever the jar is.
		String name = uri.substring(uri.lastIndexOf("!/") + 1).replaceFirst("^/", "");
		return segment.getValue().matches("\\d+") ? name + ":" + segment.getValue() : name;
	}

	/**
	 * For other engines, their own id, without the suite that it was found through.
	 */
	private static String ofId(UniqueId id) {
		List<UniqueId.Segment> segments = id.getSegments();
		int engine = 0;
		for (int i = 0; i < segments.size(); i++) {
			engine = segments.get(i).getType().equals("engine") ? i : engine;
		}
		StringBuilder unit = new StringBuilder();
		for (UniqueId.Segment segment : segments.subList(engine, segments.size())) {
			unit.append('[').append(segment.getType()).append(':').append(segment.getValue()).append(']');
		}
		return unit.toString();
	}

}
