package io.github.pristinedb.scenario;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * A scenario starts in a context. Published on the thread that runs it, before Spring's
 * own test listeners.
 */
public final class ScenarioStartedEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	private final transient Scenario scenario;

	private final boolean alone;

	private final boolean isolated;

	/**
	 * Create a new event.
	 * @param context the context
	 * @param scope the scenario
	 */
	public ScenarioStartedEvent(ApplicationContext context, Scope scope) {
		super(context);
		this.scenario = scope;
		this.alone = ScopeBinding.scenariosIn(context).size() <= 1;
		this.isolated = ScenarioDatabases.isolates(context, scope);
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
	 * Whether the scenario has a state of a database to itself: a data source of the
	 * context is managed, and the scenario's isolation is not {@link Isolation#NONE}.
	 * @return whether it has
	 */
	public boolean isIsolated() {
		return this.isolated;
	}

}
