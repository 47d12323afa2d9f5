package io.github.pristinedb.engine.h2;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for databases in memory that nobody else has. The last part of a name is that of
 * the application's own database, which is therefore the name of the catalog, too.
 */
final class H2Names {

	// The names are the JVM's, whatever runs it has.
	private static final AtomicLong last = new AtomicLong();

	private final String run;

	H2Names(String run) {
		this.run = run;
	}

	/**
	 * Another place for the database of an application.
	 * @param model the application's own database
	 * @param purpose a word for the name
	 * @return the database, of which nothing is there yet
	 */
	H2Database next(H2Database model, String purpose) {
		return model.withName("pristine/" + this.run + "/" + purpose + "-" + last.incrementAndGet() + "/"
				+ model.options().catalog());
	}

}
