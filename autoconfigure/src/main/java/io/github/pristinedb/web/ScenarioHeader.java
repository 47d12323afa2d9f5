package io.github.pristinedb.web;

import java.net.URI;
import java.util.Optional;
import java.util.function.BiConsumer;

import io.github.pristinedb.scope.Scenario;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP header by which a request names the scenario that it belongs to. The clients
 * of the application context send it by themselves; a client that is built by hand needs
 * one line, for instance: <pre class="code">
 * HttpRequest.Builder request = HttpRequest.newBuilder(uri);
 * ScenarioHeader.addTo(uri, request::setHeader);
 * </pre>
 */
public final class ScenarioHeader {

	/**
	 * The header's name. Its value is {@link Scenario#id()}.
	 */
	public static final String NAME = "X-Pristine-Scenario";

	private ScenarioHeader() {
	}

	/**
	 * The header's value on this thread.
	 * @return the id of the scenario that this thread works for, empty if it works for
	 * none
	 */
	public static Optional<String> value() {
		return Optional.ofNullable(ScopeBinding.forTasks()).map(Scope::id);
	}

	/**
	 * Add the header to a request, if this thread works for a scenario and the request
	 * stays on this machine. Its host is {@code localhost}, a loopback address or another
	 * address of this machine.
	 * @param target where the request goes
	 * @param header takes the header's name and value
	 */
	public static void addTo(URI target, BiConsumer<String, String> header) {
		Scope scope = ScopeBinding.forTasks();
		if (scope != null && ThisMachine.isTargetOf(target)) {
			header.accept(NAME, scope.id());
		}
	}

	/**
	 * The scope that a request names.
	 * @param value the header's value, {@code null} if the request has none
	 * @return the scope, {@code null} if the id is none of this JVM's; a request that
	 * comes after its scenario has ended gets no connection, rather than another
	 * scenario's
	 */
	static @Nullable Scope scopeOf(@Nullable String value) {
		return (value != null) ? ScopeBinding.find(value) : null;
	}

}
