package io.github.pristinedb.engine.postgresql;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.Fingerprint;

/**
 * Names of databases that nobody else makes up. Each has at most 63 bytes, which is all
 * that a server keeps of a name.
 *
 * @param run the name of the run, which no other run has that is alive
 */
record DatabaseNames(String run) {

	private static final int LONGEST = 63;

	// Enough for any number of databases, and for half of a name.
	private static final int LONGEST_RUN = 24;

	private static final String PREFIX = "pristine_";

	private static final String TEMPLATE = PREFIX + "t_";

	// 160 of a fingerprint's 256 bits. The comment has all of them.
	private static final int DIGITS = 40;

	/**
	 * The form of names that no person is likely to choose, as a regular expression of
	 * the server.
	 */
	static final String FORM = "^pristine_[bclk]_.*_\\d+$|_\\d+-\\d+_\\d+$";

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	// The names are the JVM's, whatever sessions it has.
	private static final AtomicLong last = new AtomicLong();

	DatabaseNames {
		run = run.replace('_', '-');
		if (run.length() > LONGEST_RUN) {
			run = run.substring(run.length() - LONGEST_RUN);
		}
	}

	/**
	 * The database of a slot. Its name starts as that of the application's database, so
	 * that the guard admits it too.
	 * @param model the name of the application's own database
	 * @return the name
	 */
	String slot(String model) {
		return fitting(model, "_" + next());
	}

	/**
	 * A database that is on the way to become a template.
	 * @return the name
	 */
	String scratch() {
		return PREFIX + "b_" + next();
	}

	/**
	 * A captured baseline.
	 * @return the name
	 */
	String baseline() {
		return PREFIX + "c_" + next();
	}

	/**
	 * A database that is on the way to become the application's own.
	 * @return the name
	 */
	String literal() {
		return PREFIX + "l_" + next();
	}

	/**
	 * A database that stays when the run is over.
	 * @param scenario the name of the scenario
	 * @return the name
	 */
	String kept(String scenario) {
		return fitting(PREFIX + "k_" + scenario, "_" + next());
	}

	private String next() {
		return this.run + "_" + last.incrementAndGet();
	}

	/**
	 * A template.
	 * @param fingerprint its fingerprint
	 * @return the name, always the same one
	 */
	static String template(Fingerprint fingerprint) {
		return TEMPLATE + fingerprint.value().substring(0, DIGITS);
	}

	/**
	 * How the names of all templates start.
	 * @return the start
	 */
	static String template() {
		return TEMPLATE;
	}

	/**
	 * Whether a name is such a one as a mark tells of.
	 * @param mark the mark
	 * @param name the name of the database that has the mark
	 * @return whether the name was made up for a database like that, by that run
	 */
	static boolean fits(Mark mark, String name) {
		int number = name.lastIndexOf('_');
		if (mark.kind() == Mark.Kind.SCRATCH && name.startsWith(TEMPLATE)) {
			// It was about to become one.
			return true;
		}
		if (number == -1 || !NUMBER.matcher(name.substring(number + 1)).matches()) {
			return false;
		}
		String start = name.substring(0, number);
		return switch (mark.kind()) {
			case SLOT -> start.endsWith("_" + mark.run());
			case SCRATCH -> start.equals(PREFIX + "b_" + mark.run());
			case BASELINE -> start.equals(PREFIX + "c_" + mark.run());
			case LITERAL -> start.equals(PREFIX + "l_" + mark.run());
		};
	}

	/**
	 * Whether a name is that of a database which stays when the run is over.
	 * @param name the name
	 * @return whether it is
	 */
	static boolean isKept(String name) {
		return name.startsWith(PREFIX + "k_");
	}

	/**
	 * Cut a name's start so that all of its end fits.
	 */
	private static String fitting(String start, String end) {
		String fitting = start;
		while ((fitting + end).getBytes(StandardCharsets.UTF_8).length > LONGEST) {
			fitting = fitting.substring(0, fitting.offsetByCodePoints(fitting.length(), -1));
		}
		return fitting + end;
	}

}
