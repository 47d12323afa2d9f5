package io.github.pristinedb.scope;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * The application contexts of a scope at one moment.
 *
 * @param joined the contexts that the scope has databases in
 * @param expected tells the context that the scope joins as soon as it is loaded,
 * {@code null} if the scope waits for none
 * @param attempted the context that was started last for the scope or a child of it
 * @param waitedNanos the time that the scope has waited for its context, in nanoseconds
 */
record ScopeContexts(List<ApplicationContext> joined, @Nullable Supplier<@Nullable ApplicationContext> expected,
		@Nullable ApplicationContext attempted, long waitedNanos) {

	static final ScopeContexts NONE = new ScopeContexts(List.of(), null, null, 0);

	ScopeContexts join(ApplicationContext context) {
		List<ApplicationContext> all = this.joined.contains(context) ? this.joined
				: Stream.concat(this.joined.stream(), Stream.of(context)).toList();
		return new ScopeContexts(all, null, this.attempted, this.waitedNanos);
	}

	ScopeContexts expect(Supplier<@Nullable ApplicationContext> context) {
		return new ScopeContexts(this.joined, context, this.attempted, this.waitedNanos);
	}

	ScopeContexts leave() {
		return new ScopeContexts(List.of(), this.expected, this.attempted, this.waitedNanos);
	}

	ScopeContexts attempt(ApplicationContext context) {
		return new ScopeContexts(this.joined, this.expected, context, this.waitedNanos);
	}

	ScopeContexts waited(long nanos) {
		return new ScopeContexts(this.joined, this.expected, this.attempted, Math.max(this.waitedNanos, nanos));
	}

	/**
	 * The expected context, if it is loaded by now.
	 * @return the context, {@code null} if there is none yet
	 */
	@Nullable ApplicationContext arrived() {
		return (this.expected != null) ? this.expected.get() : null;
	}

	/**
	 * Whether the scope joined a context or a descendant of it.
	 * @param context the context
	 * @return whether it did
	 */
	boolean include(ApplicationContext context) {
		for (ApplicationContext each : this.joined) {
			for (ApplicationContext around = each; around != null; around = around.getParent()) {
				if (around == context) {
					return true;
				}
			}
		}
		return false;
	}

}
