package io.github.pristinedb.test;

import java.util.List;

import io.github.pristinedb.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The use that a test class or a test makes of its application context and its ancestors,
 * or is waiting to make.
 *
 * @param scope the class or test
 * @param thread the thread that runs it
 * @param claims what it needs
 */
record ContextUse(Scope scope, Thread thread, List<ContextClaim> claims) {

	/**
	 * The first claim that cannot be met while another use lasts. What a class has, its
	 * nested classes have too.
	 * @return the claim, {@code null} if both uses can go on at the same time
	 */
	@Nullable ContextClaim conflictWith(ContextUse other) {
		if (isWithin(other)) {
			return null;
		}
		for (ContextClaim claim : this.claims) {
			for (ContextClaim theirs : other.claims) {
				if (claim.conflictsWith(theirs)) {
					return claim.isExclusive() ? claim : theirs;
				}
			}
		}
		return null;
	}

	/**
	 * Whether another use lasts until this one is over.
	 */
	boolean isWithin(ContextUse other) {
		for (Scope each = this.scope; each != null; each = each.parent()) {
			if (each == other.scope) {
				return true;
			}
		}
		return false;
	}

}
