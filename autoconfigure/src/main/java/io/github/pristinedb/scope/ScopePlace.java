package io.github.pristinedb.scope;

import io.github.pristinedb.scope.Scope.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The place of a scope among others, known before the scope starts.
 *
 * @param kind the kind of the scope
 * @param name the readable name
 * @param path the readable name after those of its containers, if the name is unique only
 * within them, as in a feature
 * @param line the line of its file that the scope begins at, 0 if it is in no file
 * @param parent the scope whose baseline this one starts from, {@code null} if it starts
 * from the context's
 * @param nested whether the scope is a class nested in its parent. Its tests share the
 * parent's database if those of the parent share one, unless it has its own isolation.
 * @param isolation the isolation of the scope itself, {@code null} if its parent or its
 * context decides
 */
public record ScopePlace(Kind kind, String name, String path, int line, @Nullable Scope parent, boolean nested,
		@Nullable Isolation isolation) {

	/**
	 * A place of its own, in no other scope.
	 * @param kind the kind of the scope
	 * @param name the readable name
	 * @return the place
	 */
	public static ScopePlace of(Kind kind, String name) {
		return new ScopePlace(kind, name, name, 0, null, false, null);
	}

	/**
	 * The same place, starting from another scope's baseline.
	 * @param parent that scope
	 * @return the place
	 */
	public ScopePlace in(@Nullable Scope parent) {
		return new ScopePlace(this.kind, this.name, this.path, this.line, parent, false, this.isolation);
	}

	/**
	 * The same place, nested in another class.
	 * @param outer the scope of the other class
	 * @return the place
	 */
	public ScopePlace nestedIn(Scope outer) {
		return new ScopePlace(this.kind, this.name, this.path, this.line, outer, true, this.isolation);
	}

	/**
	 * The same place in a file, such as a feature.
	 * @param path the readable name after those of its containers
	 * @param line the line that the scope begins at, 0 if nobody tells
	 * @return the place
	 */
	public ScopePlace at(String path, int line) {
		return new ScopePlace(this.kind, this.name, path, line, this.parent, this.nested, this.isolation);
	}

	/**
	 * The same place with an isolation of its own.
	 * @param isolation the isolation, {@code null} if the parent or the context decides
	 * @return the place
	 */
	public ScopePlace isolated(@Nullable Isolation isolation) {
		return new ScopePlace(this.kind, this.name, this.path, this.line, this.parent, this.nested, isolation);
	}

}
