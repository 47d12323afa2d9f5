package io.github.pristinedb.demo.report;

import java.util.Locale;

/**
 * How far a report has come.
 */
public enum ReportState {

	/** Asked for, and being written. */
	RUNNING,

	/** Written. */
	DONE,

	/** Given up. */
	FAILED;

	static ReportState of(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

	/**
	 * The name as the database and the users know it.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
