package io.github.pristinedb.benchmarks;

import org.flywaydb.core.internal.license.VersionPrinter;
import org.sqlite.SQLiteJDBCLoader;

/**
 * What figures depend on, and nothing that tells one machine from another of its kind.
 *
 * @param cores how many cores the JVM may use
 * @param jdk the version of the JDK
 * @param system the name of the operating system
 */
public record Machine(int cores, String jdk, String system) {

	/**
	 * The machine that this runs on.
	 * @return the machine
	 */
	public static Machine current() {
		return new Machine(Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"),
				System.getProperty("os.name"));
	}

	/**
	 * All of it, and the versions of what is measured.
	 * @return a few words
	 */
	public String describe() {
		return describe("sqlite-jdbc " + SQLiteJDBCLoader.getVersion());
	}

	/**
	 * All of it, and the versions of what is measured.
	 * @param libraries names and versions of libraries besides Flyway
	 * @return a few words
	 */
	public String describe(String... libraries) {
		return "%d cores, %s, JDK %s, Flyway %s, %s".formatted(this.cores, this.system, this.jdk,
				VersionPrinter.getVersion(), String.join(", ", libraries));
	}

}
