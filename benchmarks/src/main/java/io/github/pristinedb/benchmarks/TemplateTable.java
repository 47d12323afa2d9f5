package io.github.pristinedb.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * One of the template's tables.
 */
interface TemplateTable {

	/**
	 * Measure it.
	 * @param directory an empty directory to work in
	 * @param rounds how often everything is measured
	 * @return what goes into the document, part by part
	 * @throws Exception if something fails, which ends the benchmark
	 */
	List<String> measure(Path directory, int rounds) throws Exception;

}
