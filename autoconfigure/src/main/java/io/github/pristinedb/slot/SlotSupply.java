package io.github.pristinedb.slot;

import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.tape.RecordingSettings;

/**
 * The supply that all leases of one database share.
 *
 * @param model the application's own database, which is never used itself
 * @param session the session that serves it
 * @param slots the slots that stand for it
 * @param baselines the images captured of them
 * @param kept the databases that stay after the run
 * @param recording what is recorded of scenarios
 */
record SlotSupply(ManagedDatabase model, EngineSession session, Slots slots, Baselines baselines, KeptDatabases kept,
		RecordingSettings recording) {

	static SlotSupply of(ManagedDatabase model, EngineSession session, KeptDatabases kept,
			RecordingSettings recording) {
		return new SlotSupply(model, session, new Slots(model, session), new Baselines(model, session), kept,
				recording);
	}

	/**
	 * No scope starts from an image any more that was captured of a slot. Where slots are
	 * bound to their baselines, images are databases of a server, too large to be kept
	 * for each class of a run.
	 * @param captured the image
	 */
	void release(Image captured) {
		if (this.session.isBoundToBaseline() && this.slots.forget(captured)) {
			this.baselines.discard(captured);
		}
	}

	void close() {
		this.slots.close();
		this.baselines.close();
	}

}
