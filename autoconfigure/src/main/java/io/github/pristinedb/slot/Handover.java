package io.github.pristinedb.slot;

import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.scope.Isolation;

/**
 * A handover as far as it is done: the slot is leased, nobody is connected to it.
 *
 * @param scenario the scenario's id
 * @param database the name of the database that the slot stands for
 * @param nanos how long it took so far, in nanoseconds
 * @param clean whether the slot was at the baseline already
 * @param isolation how the scenario is kept apart
 */
record Handover(String scenario, String database, long nanos, boolean clean, Isolation isolation) {

	HandedOver completed(long connectNanos) {
		return new HandedOver(this.scenario, this.database, this.nanos + connectNanos, this.clean,
				this.isolation.label());
	}

}
