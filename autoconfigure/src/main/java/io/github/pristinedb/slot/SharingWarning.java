package io.github.pristinedb.slot;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.WeakHashMap;

import io.github.pristinedb.scope.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says once that tests that share the database of their class or feature run side by
 * side, or scenarios of a feature in another order than that of their file. Cucumber's
 * workers do the latter also where no two scenarios overlap.
 */
final class SharingWarning {

	private static final Log logger = LogFactory.getLog(SharingWarning.class);

	private static final String CURE = "cucumber.execution.execution-mode.feature=same_thread in"
			+ " junit-platform.properties, or as a @ConfigurationParameter of the suite";

	// By class or feature, the scenarios that have started, by line.
	private final Map<Scope, NavigableMap<Integer, String>> started = new WeakHashMap<>();

	private boolean said;

	/**
	 * A scenario starts.
	 * @param shared the class or feature whose database it has
	 * @param scenario the scenario
	 * @param running the scenarios that have that database too and run now
	 */
	synchronized void started(Scope shared, Scope scenario, List<Scope> running) {
		if (this.said) {
			return;
		}
		String later = startedThoughLater(shared, scenario);
		if (running.size() > 1) {
			say("The tests of '" + shared.name() + "' share one database, but run side by side: " + running
					+ ". Let them run one after the other: @Execution(SAME_THREAD) on the class, or " + CURE + ".");
		}
		else if (later != null) {
			say("The scenarios of '" + shared.name() + "' share one database, but do not run in their order: '"
					+ scenario + "' started after '" + later + "'. Let them run one after the other: " + CURE
					+ ". The default of cucumber.execution.order keeps their order.");
		}
	}

	/**
	 * A scenario that stands further down in the file than one that starts now.
	 * @return the last that has started, {@code null} if there is none, or if the
	 * scenario only runs again
	 */
	private @Nullable String startedThoughLater(Scope shared, Scope scenario) {
		if (scenario.line() == 0) {
			return null;
		}
		NavigableMap<Integer, String> lines = this.started.computeIfAbsent(shared, (scope) -> new TreeMap<>());
		boolean isRepetition = lines.putIfAbsent(scenario.line(), scenario.name()) != null;
		Map.Entry<Integer, String> last = lines.lastEntry();
		return (isRepetition || last.getKey() == scenario.line()) ? null : last.getValue();
	}

	private void say(String warning) {
		this.said = true;
		this.started.clear();
		logger.warn(warning);
	}

}
