package io.github.pristinedb.scope;

import java.util.List;

import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.event.PristineEvents;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Refusals of a connection. Each is logged and told once for each scenario that it may
 * concern: the exception often ends in a {@code Future} that nobody asks. Static, as the
 * scenarios are.
 */
public final class Refusals {

	private static final Log logger = LogFactory.getLog(Refusals.class);

	private static final String OTHER_CURES = " Or give each worker a context of its own by pristine.context=per-worker. Or run the scenarios"
			+ " in forked JVMs, one after the other in each.";

	private static final SaidOnce said = new SaidOnce(logger);

	private Refusals() {
	}

	/**
	 * This thread asks on behalf of a scenario that is over.
	 * @param scenario the scenario
	 * @return the exception
	 */
	public static ScenarioException ended(Scope scenario) {
		return refusal(
				"The thread '" + Thread.currentThread().getName() + "' asks for a connection on behalf of '"
						+ scenario.name() + "', which has ended.",
				"Let the scenario wait for the tasks that it started, or start them outside of scenarios.",
				List.of(scenario));
	}

	/**
	 * This thread may mean any of several scenarios.
	 * @param scenarios the scenarios
	 * @param helping whether it is bound to one of them, and runs somebody's task while
	 * it waits
	 * @return the exception
	 */
	static ScenarioException ambiguous(List<Scope> scenarios, boolean helping) {
		String thread = Thread.currentThread().getName();
		ThreadOrigin origin = helping ? ThreadOrigin.FORK_JOIN : ThreadOrigin.of(thread);
		String which = scenarios.size() + " run in its application context: " + scenarios + ".";
		return refusal("The thread '" + thread + "' asks for a connection, but "
				+ (helping ? "the task that it runs while it waits may be any scenario's, and "
						: "it is bound to no scenario, and ")
				+ which, origin.cure() + OTHER_CURES, scenarios);
	}

	private static ScenarioException refusal(String description, String action, List<Scope> scenarios) {
		String pool = ThreadOrigin.pool(Thread.currentThread().getName());
		boolean first = false;
		for (Scope scenario : scenarios) {
			first |= said.isNew(new Logged(pool, scenario.id()));
		}
		if (first) {
			logger.warn(description + " " + action);
			tell(Refused.Kind.CONNECTION, (scenarios.size() == 1) ? scenarios.get(0) : null, "", description, action);
		}
		return new ScenarioException(description, action);
	}

	/**
	 * Tell that something was refused.
	 * @param kind what was refused
	 * @param scope who asked, {@code null} if it may have been any of several
	 * @param database the name of the database, empty if it is unknown
	 * @param description why
	 * @param action what the user can do
	 */
	public static void tell(Refused.Kind kind, @Nullable Scope scope, String database, String description,
			String action) {
		PristineEvents.publish(new Refused(kind, (scope != null) ? scope.id() : "", (scope != null) ? scope.name() : "",
				database, Thread.currentThread().getName(), description, action));
	}

	/**
	 * What was logged.
	 *
	 * @param pool the name of the thread without its numbers
	 * @param scenario the id of the scenario
	 */
	private record Logged(String pool, String scenario) {

	}

}
