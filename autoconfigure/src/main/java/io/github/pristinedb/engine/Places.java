package io.github.pristinedb.engine;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Where the engines of one run may put things. An engine that keeps files gets
 * directories, one that works on a server gets names. Equal places are the same ones.
 * Safe for use by several threads.
 */
public interface Places {

	/**
	 * The name of this run. No other run that is alive has it, on this machine or
	 * another, so a server's databases can carry it.
	 * @return a name of lower-case letters, digits and hyphens
	 */
	String run();

	/**
	 * A directory that nobody else uses for a file of that name. It is removed when the
	 * run ends.
	 * @param purpose how the directory's name starts
	 * @param fileName the name of the file that it is for
	 * @return an existing directory, which only the owner can read
	 */
	Path claim(String purpose, String fileName);

	/**
	 * Let others use a directory for a file of that name.
	 * @param directory the directory
	 * @param fileName the name of the file that it was for
	 */
	void release(Path directory, String fileName);

	/**
	 * The directory where templates outlive the JVM, for engines that keep them as files.
	 * @return the absolute path; nothing need be there yet
	 */
	Path templates();

	/**
	 * The directory where this JVM keeps templates if {@link #templates()} cannot be
	 * used.
	 * @return the absolute path; it is created with the run's own directory when it is
	 * first asked for
	 */
	Path spareTemplates();

	/**
	 * How long to wait for templates, and how many are kept.
	 * @return the limits
	 */
	TemplateLimits limits();

	/**
	 * A setting of the application's for one engine.
	 * @param name one of its {@linkplain DatabaseEngine#settings() names}
	 * @return the value, {@code null} if the application has set none
	 */
	default @Nullable String setting(String name) {
		return null;
	}

	/**
	 * Do something when the run ends, after the application contexts are closed.
	 * @param action what to do; it throws nothing
	 */
	void atEnd(Runnable action);

}
