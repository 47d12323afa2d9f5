package io.github.pristinedb.slot;

import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.scope.ContextNumbers;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.ScenarioStartedEvent;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;

import org.springframework.context.ApplicationContext;

/**
 * Tells that a scenario starts in a context.
 */
public final class ScenarioStart {

	private ScenarioStart() {
	}

	/**
	 * Tell the application, and all who listen to Pristine, that a scenario starts.
	 * @param context the context that it starts in
	 * @param scenario the scenario
	 */
	public static void publish(ApplicationContext context, Scope scenario) {
		scenario.told();
		Isolation isolation = scenario.isolation();
		PristineEvents
			.publish(new ScenarioStarted(scenario.id(), scenario.name(), ContextNumbers.withAncestors(context),
					(isolation != null) ? isolation.label() : "", scenario.worker()));
		context.publishEvent(new ScenarioStartedEvent(context, scenario, ScopeBinding.scenariosIn(context).size() <= 1,
				ManagedDatabases.isolate(context, scenario), ManagedDatabases.goOn(context, scenario)));
	}

}
