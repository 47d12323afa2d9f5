package io.github.pristinedb.engine;

import java.nio.file.Path;

/**
 * The request to keep a scenario's database when the run is over, so that a person can
 * look into it.
 */
public interface KeepRequest {

	/**
	 * The scenario, as a part of a file's or a database's name. Others may have the same.
	 * @return a name of letters, digits, dots, hyphens and underscores
	 */
	String name();

	/**
	 * The run that keeps it.
	 * @return the run's name
	 */
	String run();

	/**
	 * A file for a copy or a dump. It is removed by a later run.
	 * @param extension how its name ends, {@code .db} for example; may be empty
	 * @return the absolute path; nothing is there yet
	 */
	Path file(String extension);

}
