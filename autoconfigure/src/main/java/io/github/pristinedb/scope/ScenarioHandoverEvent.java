package io.github.pristinedb.scope;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * A scenario was given its database: whatever the application remembers of that database,
 * in a cache of its own say, is of another one. Published in the context on the thread
 * that asked for the scenario's first connection, before it gets it.
 */
public final class ScenarioHandoverEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	private final transient Scenario scenario;

	private final String database;

	/**
	 * Create a new event.
	 * @param context the context
	 * @param scenario the scenario
	 * @param database the database's own name
	 */
	public ScenarioHandoverEvent(ApplicationContext context, Scenario scenario, String database) {
		super(context);
		this.scenario = scenario;
		this.database = database;
	}

	/**
	 * The scenario.
	 * @return the scenario
	 */
	public Scenario getScenario() {
		return this.scenario;
	}

	/**
	 * The database's own name, which tells the data sources of a context apart.
	 * @return the name
	 */
	public String getDatabase() {
		return this.database;
	}

}
