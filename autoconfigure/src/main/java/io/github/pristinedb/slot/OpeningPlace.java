package io.github.pristinedb.slot;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a connection was opened. Made for each connection, and nearly always thrown away:
 * an exception notes the stack in a form that only the JVM can read, which costs less
 * than to look for the application's frame.
 */
final class OpeningPlace {

	// What lies between an application and its data source.
	private static final List<String> INFRASTRUCTURE = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.",
			"jakarta.", "io.github.pristinedb.jdbc.", "io.github.pristinedb.proxy.", "io.github.pristinedb.scope.",
			"io.github.pristinedb.slot.", "io.github.pristinedb.transaction.", "org.springframework.", "org.hibernate.",
			"org.eclipse.persistence.", "org.jooq.", "org.jdbi.", "org.apache.ibatis.", "org.mybatis.", "org.flywaydb.",
			"liquibase.", "com.zaxxer.hikari.", "org.apache.", "net.ttddyy.", "com.p6spy.", "io.micrometer.", "kotlin.",
			"groovy.", "org.codehaus.groovy.");

	private final Throwable stack = new Throwable();

	/**
	 * The application's own frame.
	 * @return class, method, file and line; if there is none, those of the nearest frame
	 * that is not of Pristine
	 */
	@Override
	public String toString() {
		return frames().filter((frame) -> isOfTheApplication(frame.getClassName()))
			.findFirst()
			.or(() -> frames().filter((frame) -> !frame.getClassName().startsWith("io.github.pristinedb.")).findFirst())
			.map(StackTraceElement::toString)
			.orElse("an unknown place");
	}

	private Stream<StackTraceElement> frames() {
		return Stream.of(this.stack.getStackTrace());
	}

	private static boolean isOfTheApplication(String className) {
		return INFRASTRUCTURE.stream().noneMatch(className::startsWith) && !className.contains("$$")
				&& !className.contains("$Proxy");
	}

}
