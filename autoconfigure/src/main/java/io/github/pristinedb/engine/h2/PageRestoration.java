package io.github.pristinedb.engine.h2;

import java.sql.SQLException;
import java.util.function.Supplier;

import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.engine.h2.RootPages.UnsupportedContentException;
import io.github.pristinedb.engine.h2.RootPagesProbe.Outcome;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.engine.Constants;
import org.jspecify.annotations.Nullable;

/**
 * Remembers databases and brings them back by their root pages, as far as that is
 * possible, and tells once where it is not. Safe for use by several threads.
 */
final class PageRestoration {

	private static final Log logger = LogFactory.getLog(PageRestoration.class);

	private static final String SLOWER = ". That takes longer than to put its pages back. ";

	private final Supplier<Outcome> probe;

	private final SaidOnce said = new SaidOnce(logger);

	private @Nullable Outcome outcome;

	/**
	 * Nothing is remembered yet.
	 * @param probe finds out whether the version of H2 that is present can do it; asked
	 * once
	 */
	PageRestoration(Supplier<Outcome> probe) {
		this.probe = probe;
	}

	/**
	 * Remember the present state of a database.
	 * @param owned the database, whose other connections are idle
	 * @return the state, or {@code null} if it cannot be brought back later
	 * @throws SQLException if the connection fails
	 */
	@Nullable RootPages remember(OwnedDatabase owned) throws SQLException {
		Outcome outcome = outcome();
		H2Internals internals = outcome.internals();
		if (internals == null) {
			this.said.warn(outcome,
					() -> "H2 " + Constants.VERSION + " makes a new database for each scenario that writes, because "
							+ outcome.failure() + SLOWER + "Use H2 2.3, 2.4 or 2.5.");
			return null;
		}
		try {
			return RootPages.of(owned.owner(), internals);
		}
		catch (UnsupportedContentException ex) {
			if (this.said.isNew(String.valueOf(ex.getMessage()))) {
				logger.info(owned.database() + " is made anew for each scenario that writes, because " + ex.getMessage()
						+ SLOWER + "Leave it out of the tests' database.");
			}
			return null;
		}
	}

	/**
	 * Bring a database back.
	 * @param pages its state
	 * @param owned the database, whose other connections are idle
	 * @return whether it was brought back; otherwise it is to be replaced
	 * @throws SQLException if the connection fails
	 */
	boolean restore(RootPages pages, OwnedDatabase owned) throws SQLException {
		String doubt = owned.isGone() ? "it was shut down" : restore(pages);
		if (doubt != null && this.said.isNew(doubt)) {
			logger.info("Pristine made a new database for " + owned.database() + " after a scenario, because " + doubt
					+ SLOWER + "Move such statements into a migration.");
		}
		return doubt == null;
	}

	private static @Nullable String restore(RootPages pages) {
		try {
			return pages.restore();
		}
		catch (RuntimeException ex) {
			logger.debug("Pages of H2 cannot be put back", ex);
			return "H2 refuses to be put back";
		}
	}

	private synchronized Outcome outcome() {
		Outcome outcome = this.outcome;
		if (outcome == null) {
			outcome = this.probe.get();
			this.outcome = outcome;
		}
		return outcome;
	}

}
