package io.github.pristinedb.scenario;

import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvents;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * A scenario starts in a context. Published on the thread that runs it, before Spring's
 * test listeners begin a transaction or run scripts.
 */
public final class ScenarioStartedEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	private final transient Scenario scenario;

	private final boolean alone;

	private final boolean isolated;

	private final boolean continuing;

	private ScenarioStartedEvent(ApplicationContext context, Scope scope) {
		super(context);
		this.scenario = scope;
		this.alone = ScopeBinding.scenariosIn(context).size() <= 1;
		this.isolated = ScenarioDatabases.isolates(context, scope);
		this.continuing = ScenarioDatabases.goesOn(context, scope);
	}

	/**
	 * Tell the application, and all who listen to Pristine, that a scenario starts.
	 * @param context the context that it starts in
	 * @param scope the scenario
	 */
	public static void publish(ApplicationContext context, Scope scope) {
		scope.started();
		Isolation isolation = scope.isolation();
		PristineEvents.publish(new ScenarioStarted(scope.id(), scope.name(), ContextNumbers.withAncestors(context),
				(isolation != null) ? isolation.label() : "", scope.worker()));
		context.publishEvent(new ScenarioStartedEvent(context, scope));
	}

	/**
	 * The scenario.
	 * @return the scenario
	 */
	public Scenario getScenario() {
		return this.scenario;
	}

	/**
	 * Whether no other scenario runs in the context, so that what it remembers can be
	 * cleared without harm.
	 * @return whether the scenario is alone
	 */
	public boolean isAlone() {
		return this.alone;
	}

	/**
	 * Whether the scenario, or its class, has a state of a database to itself: a data
	 * source of the context is managed, and the scenario's isolation is not
	 * {@link Isolation#NONE}.
	 * @return whether it has
	 */
	public boolean isIsolated() {
		return this.isolated;
	}

	/**
	 * Whether the scenario goes on with the databases that the last one in this context
	 * had, so that what was remembered of them is still true: both are of one class whose
	 * isolation is {@link Isolation#CLASS}.
	 * @return whether it goes on
	 */
	public boolean isContinuing() {
		return this.continuing;
	}

}
