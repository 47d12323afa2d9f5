package io.github.pristinedb.slot;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Tells the place in an application where a connection was opened.
 */
final class OpeningPlace {

	// What lies between an application and its data source.
	private static final List<String> INFRASTRUCTURE = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.",
			"jakarta.", "io.github.pristinedb.jdbc.", "io.github.pristinedb.proxy.", "io.github.pristinedb.scope.",
			"io.github.pristinedb.slot.", "io.github.pristinedb.transaction.", "org.springframework.", "org.hibernate.",
			"org.eclipse.persistence.", "org.jooq.", "org.jdbi.", "org.apache.ibatis.", "org.mybatis.", "org.flywaydb.",
			"liquibase.", "com.zaxxer.hikari.", "org.apache.", "net.ttddyy.", "com.p6spy.", "io.micrometer.", "kotlin.",
			"groovy.", "org.codehaus.groovy.");

	private OpeningPlace() {
	}

	/**
	 * The application's own frame.
	 * @param stack the stack trace of the opening
	 * @return class, method, file and line; {@code null} if the stack has infrastructure
	 * alone, such as that of a transaction around a task which has not begun
	 */
	static @Nullable String of(Throwable stack) {
		return Stream.of(stack.getStackTrace())
			.filter((frame) -> isOfTheApplication(frame.getClassName()))
			.findFirst()
			.map(StackTraceElement::toString)
			.orElse(null);
	}

	private static boolean isOfTheApplication(String className) {
		return INFRASTRUCTURE.stream().noneMatch(className::startsWith) && !className.contains("$$")
				&& !className.contains("$Proxy");
	}

}
