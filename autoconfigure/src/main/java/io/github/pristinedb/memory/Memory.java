package io.github.pristinedb.memory;

import io.github.pristinedb.scope.ScenarioStartedEvent;

import org.springframework.context.ApplicationListener;

/**
 * What singletons of a context remember of an earlier scenario's database. It is
 * forgotten before the test does anything, if the scenario is alone in its context:
 * another one may be about to read what it has put there. And only if the scenario has a
 * state of a database to itself: the memory of anything else is none of Pristine's. What
 * belongs to the database that a scenario goes on with stays.
 */
abstract class Memory implements ApplicationListener<ScenarioStartedEvent> {

	@Override
	public final void onApplicationEvent(ScenarioStartedEvent event) {
		if (event.isIsolated() && !event.isContinuing()) {
			if (event.isAlone()) {
				forget();
			}
			else {
				shared();
			}
		}
	}

	/**
	 * On the thread that runs the scenario, whatever the application's multicaster would
	 * do.
	 */
	@Override
	public final boolean supportsAsyncExecution() {
		return false;
	}

	/**
	 * Forget all that earlier scenarios left.
	 */
	abstract void forget();

	/**
	 * Several scenarios share the memory.
	 */
	void shared() {
	}

}
