package io.github.pristinedb.tape;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * What is recorded of scenarios and told of them.
 *
 * @param tape for which scenarios the statements are told
 * @param diff for which scenarios the rows are told that differ from the baseline
 * @param base the workspace's base directory, absolute, which the files go to
 * @param run the run that this JVM is part of, with others perhaps
 * @param alive whether another run is still at work
 */
public record RecordingSettings(Recording tape, Recording diff, Path base, String run, Predicate<String> alive) {

	/**
	 * Whether anything is told for any scenario.
	 * @return whether it is
	 */
	public boolean isOn() {
		return this.tape != Recording.OFF || this.diff != Recording.OFF;
	}

}
