package io.github.pristinedb.slot;

import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.scope.ScenarioException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The images that are captured of one database while tests run, for others to start from.
 * Safe for use by several threads.
 */
final class Baselines {

	private static final Log logger = LogFactory.getLog(Baselines.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private final ManagedDatabase model;

	private final EngineSession session;

	private final List<Image> images = new ArrayList<>();

	/**
	 * No images as yet.
	 * @param model the application's own database
	 * @param session the session that serves it
	 */
	Baselines(ManagedDatabase model, EngineSession session) {
		this.model = model;
		this.session = session;
	}

	/**
	 * Capture the committed content of a slot.
	 * @param slot the slot
	 * @return the image
	 */
	Image capture(Slot slot) {
		Image image = slot.capture();
		if (image == null) {
			throw new ScenarioException(
					"The database " + this.model.database() + " cannot be copied for the tests that start from it:"
							+ " connections to it are in use.",
					"Close all connections, also those of open transactions, before the first test of a class or"
							+ " context asks for its database.");
		}
		synchronized (this) {
			this.images.add(image);
		}
		return image;
	}

	/**
	 * Remove an image from which no scope starts any more.
	 * @param image the image
	 */
	void discard(Image image) {
		boolean present;
		synchronized (this) {
			present = this.images.remove(image);
		}
		if (present) {
			this.session.discard(image);
		}
	}

	/**
	 * Copy the application's own database, which no tool migrates.
	 * @return the image, {@code null} if the database has no content
	 */
	synchronized @Nullable Image copy() {
		Database database = this.model.database();
		if (this.session.state(database) != DatabaseState.PRESENT) {
			return null;
		}
		Image image = this.session.copy(database);
		this.images.add(image);
		if (said.isNew(database.toString())) {
			logger.info("Tests start from copies of the database " + database + ", which no tool migrates.");
		}
		return image;
	}

	/**
	 * Remove all images.
	 */
	synchronized void close() {
		this.images.forEach(this.session::discard);
		this.images.clear();
	}

}
