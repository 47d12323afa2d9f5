package io.github.pristinedb.demo;

import java.util.Set;

import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Without Pristine, tests that roll back what they write run one after the other: the
 * database that they share has one writer at a time.
 */
public final class SharedDatabaseLock implements ResourceLocksProvider {

	@Override
	public Set<Lock> provideForClass(Class<?> testClass) {
		return Boolean.parseBoolean(System.getProperty("pristine.enabled", "true")) ? Set.of()
				: Set.of(new Lock("database"));
	}

}
