package io.github.pristinedb.scope;

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

	/**
	 * Create a new event.
	 * @param context the context
	 * @param scenario the scenario
	 * @param alone whether no other scenario runs in the context
	 * @param isolated whether the scenario, or its class, has a state of a database to
	 * itself
	 * @param continuing whether the scenario goes on with the databases that the last one
	 * in this context had
	 */
	public ScenarioStartedEvent(ApplicationContext context, Scenario scenario, boolean alone, boolean isolated,
			boolean continuing) {
		super(context);
		this.scenario = scenario;
		this.alone = alone;
		this.isolated = isolated;
		this.continuing = continuing;
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
	 * Whether the scenario, or its class, has a state of a database to itself. A data
	 * source of the context is managed then, and the scenario's isolation is not
	 * {@link Isolation#NONE}.
	 * @return whether it has
	 */
	public boolean isIsolated() {
		return this.isolated;
	}

	/**
	 * Whether the scenario goes on with the databases of the last one in this context, so
	 * that memories of them are still true. Both belong to one class whose isolation is
	 * {@link Isolation#CLASS}.
	 * @return whether it goes on
	 */
	public boolean isContinuing() {
		return this.continuing;
	}

}
