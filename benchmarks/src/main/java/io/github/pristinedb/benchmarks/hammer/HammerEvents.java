package io.github.pristinedb.benchmarks.hammer;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.LockFailed;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineListener;

/**
 * Tells the run of the hammer what Pristine did. Found by
 * {@link java.util.ServiceLoader}.
 */
public final class HammerEvents implements PristineListener {

	@Override
	public void on(PristineEvent event) {
		HammerRun run = HammerRun.currentOrNull();
		if (run == null) {
			return;
		}
		if (event instanceof HandedOver handover) {
			run.handedOver(handover.nanos(), handover.clean());
		}
		else if (event instanceof SlotRetired retired) {
			run.retired(retired.reason());
		}
		else if (event instanceof LockFailed) {
			run.lockFailed();
		}
	}

}
