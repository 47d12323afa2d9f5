package io.github.pristinedb.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails a test class that printed a warning, an error or a stack trace which is not
 * {@linkplain DeliberateOutput deliberate}: whoever reads the output of a build takes it
 * for a defect.
 */
public final class WarningCheck implements AfterAllCallback {

	// The name of a thread may have brackets itself: [pool[a]-1].
	private static final String THREAD = "(\\[((?! (TRACE|DEBUG|INFO|WARN|ERROR) ).)*\\] +)?";

	// Of Spring Boot's log format, Logback's default one, java.util.logging, the JVM.
	private static final Pattern WARNING = Pattern
		.compile("^\\S+ +" + THREAD + "(WARN|ERROR) |^(WARNING|SEVERE): |^Exception in thread ");

	private static final Pattern LOGGED = Pattern.compile("^\\S+ +" + THREAD + "(TRACE|DEBUG|INFO|WARN|ERROR) ");

	// A pool's own limits: it exceeds them if it is closed at a bad moment
	// (HikariCP 1780), or on a machine that stands still for seconds.
	private static final Pattern POOL_LIMIT = Pattern
		.compile("HikariPool +[:-].*(Timed-out waiting for .* to shutdown|Thread starvation or clock leap detected)");

	private static final Pattern FRAME = Pattern.compile("^\\s+at \\S+\\(");

	@Override
	public void afterAll(ExtensionContext context) {
		if (TestConsole.isClassOfTheBuild(context.getUniqueId())) {
			List<String> surprising = surprising(TestConsole.printed(), deliberate(context.getRequiredTestClass()));
			if (!surprising.isEmpty()) {
				throw new AssertionError("Printed, and not named by @DeliberateOutput:\n  "
						+ String.join("\n  ", surprising.subList(0, Math.min(surprising.size(), 20))));
			}
		}
	}

	private static List<Pattern> deliberate(Class<?> testClass) {
		return AnnotationSupport.findRepeatableAnnotations(testClass, DeliberateOutput.class)
			.stream()
			.flatMap((annotation) -> Stream.of(annotation.value()))
			.map(Pattern::compile)
			.toList();
	}

	/**
	 * The lines that nobody has named.
	 * @param text what was printed
	 * @param deliberate what was named
	 * @return the warnings and errors, and what a stack trace without either begins with
	 */
	static List<String> surprising(String text, List<Pattern> deliberate) {
		List<String> surprising = new ArrayList<>();
		boolean covered = false;
		String above = "";
		for (String line : text.lines().toList()) {
			if (WARNING.matcher(line).find()) {
				covered = isNamed(line, deliberate);
				if (!covered) {
					surprising.add(line);
					covered = true;
				}
			}
			else if (LOGGED.matcher(line).find()) {
				covered = isNamed(line, deliberate);
			}
			else if (FRAME.matcher(line).find()) {
				if (!covered && !isNamed(above, deliberate)) {
					surprising.add(above);
				}
				covered = true;
			}
			above = line;
		}
		return surprising;
	}

	private static boolean isNamed(String line, List<Pattern> deliberate) {
		return POOL_LIMIT.matcher(line).find()
				|| deliberate.stream().anyMatch((pattern) -> pattern.matcher(line).find());
	}

}
