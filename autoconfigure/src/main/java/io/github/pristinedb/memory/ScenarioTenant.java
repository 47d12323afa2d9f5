package io.github.pristinedb.memory;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.slot.ManagedDatabases;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * Names the scenario to Hibernate as a tenant. Hibernate keeps by tenant what it
 * remembers of a database: blocks of ids, and entities, collections, natural ids and
 * query results of the second-level cache. It connects as it would without a tenant. Safe
 * for use by several threads.
 */
final class ScenarioTenant implements CurrentTenantIdentifierResolver<@Nullable Object> {

	private final ApplicationContext context;

	private volatile @Nullable String owner;

	/**
	 * Create a new resolver.
	 * @param context the context of the session factory
	 */
	ScenarioTenant(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Let the scenario of this thread do without a tenant, as the application does in
	 * production: nothing is remembered of an earlier one.
	 */
	void own() {
		Scope scope = ManagedDatabases.isolatedScope(this.context);
		this.owner = (scope != null) ? scope.id() : null;
	}

	/**
	 * {@inheritDoc}
	 * @return the id of the scenario or test class; {@code null} for the owner and for
	 * the context's own database
	 */
	@Override
	public @Nullable Object resolveCurrentTenantIdentifier() {
		Scope scope = ManagedDatabases.isolatedScope(this.context);
		return (scope != null && !scope.id().equals(this.owner)) ? scope.id() : null;
	}

	/**
	 * {@inheritDoc}
	 * @return {@code false}, since a session stays with the scenario that opened it
	 */
	@Override
	public boolean validateExistingCurrentSessions() {
		return false;
	}

}
