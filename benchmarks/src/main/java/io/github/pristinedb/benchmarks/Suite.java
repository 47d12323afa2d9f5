package io.github.pristinedb.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo application's scenarios, each run of which has a JVM and a working directory
 * of its own.
 *
 * @param name the name of the suite's class
 * @param testClasses the directory of the demo application's compiled tests
 * @param directory where runs have their working directories, and the template cache is
 */
record Suite(String name, Path testClasses, Path directory) {

	/**
	 * The 15 scenarios of the command line.
	 */
	static final String COMMANDS = "io.github.pristinedb.demo.features.CoreCliCommandsTests";

	/**
	 * All scenarios, those of the REST API included.
	 */
	static final String FEATURES = "io.github.pristinedb.demo.features.FeatureTests";

	Suite {
		if (!Files.exists(testClasses.resolve(name.replace('.', '/') + ".class"))) {
			throw new IllegalStateException("The compiled tests of the demo application are not in " + testClasses
					+ ". Let Maven build it too: -am.");
		}
	}

	/**
	 * Run all scenarios.
	 * @param variant how
	 * @param options options of the JVM besides
	 * @return how long it took
	 * @throws IOException if the JVM cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 * @throws IllegalStateException if a scenario failed
	 */
	SuiteJvm.Run run(SuiteVariant variant, String... options) throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(List.of("-Dpristine.enabled=" + variant.pristine(),
				"-Dpristine.template.cache-dir=" + this.directory.resolve("templates")));
		all.addAll(List.of(options));
		return new SuiteJvm(this.directory).run(variant.name(), all,
				this.testClasses + File.pathSeparator + System.getProperty("java.class.path"),
				List.of("class:" + this.name), variant.workers());
	}

}
