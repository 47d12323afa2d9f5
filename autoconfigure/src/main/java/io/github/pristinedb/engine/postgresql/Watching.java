package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A watch over the database of a slot, with the connection that it works by.
 *
 * @param control the connection
 * @param watch the watch
 */
record Watching(AdminConnection control, SlotWatch watch) implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Watching.class);

	/**
	 * Watch a database, which was just made.
	 * @param administration connects to it
	 * @param name its name
	 * @return the watch
	 * @throws SQLException if it cannot be watched
	 */
	static Watching over(Administration administration, String name) throws SQLException {
		boolean inPlace = administration.facts().rights() == Rights.IN_PLACE;
		AdminConnection control = administration.open(name, inPlace ? SlotReset.controlOptions() : "");
		try {
			return new Watching(control,
					inPlace ? SlotReset.open(control.connection()) : ChangeProbe.open(control.connection()));
		}
		catch (SQLException ex) {
			control.close();
			throw ex;
		}
	}

	@Override
	public void close() {
		try {
			this.control.close();
		}
		catch (SQLException ex) {
			logger.debug("A control connection cannot be closed", ex);
		}
	}

}
