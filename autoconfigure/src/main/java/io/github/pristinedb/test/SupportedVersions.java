package io.github.pristinedb.test;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.util.ClassUtils;

/**
 * The versions that Pristine has been tested with. Another one may lack a class that
 * Spring looks for by name: Spring would go on without it, and tests would share a
 * database.
 *
 * @param springBoot the version of Spring Boot
 * @param junit the version of the JUnit Platform, {@code null} if there is none or it is
 * not known
 */
record SupportedVersions(String springBoot, @Nullable String junit) {

	private static final Pattern SPRING_BOOT = Pattern.compile("4\\.[01]\\..*");

	private static final Pattern JUNIT = Pattern.compile("6\\.[01]\\..*");

	private static final String LAUNCHER = "org.junit.platform.launcher.LauncherSession";

	/**
	 * Look at the versions on the class path.
	 * @throws IllegalStateException if one of them is not supported
	 */
	static void check() {
		SupportedVersions found = new SupportedVersions(SpringBootVersion.getVersion(), junitVersion());
		String problem = found.problem();
		if (problem != null) {
			throw new IllegalStateException(problem);
		}
	}

	private static @Nullable String junitVersion() {
		ClassLoader classLoader = SupportedVersions.class.getClassLoader();
		return ClassUtils.isPresent(LAUNCHER, classLoader)
				? ClassUtils.resolveClassName(LAUNCHER, classLoader).getPackage().getImplementationVersion() : null;
	}

	/**
	 * What is wrong with these versions.
	 * @return a sentence, or {@code null} if they are supported
	 */
	@Nullable String problem() {
		if (!SPRING_BOOT.matcher(this.springBoot).matches()) {
			return "Pristine supports Spring Boot 4.0 and 4.1, but Spring Boot " + this.springBoot
					+ " is on the class path.";
		}
		if (this.junit != null && !JUNIT.matcher(this.junit).matches()) {
			return "Pristine supports JUnit 6.0 and 6.1, but JUnit " + this.junit + " is on the class path.";
		}
		return null;
	}

}
