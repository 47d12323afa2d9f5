package io.github.pristinedb.jdbc;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Spring's data sources that lead to others: they stay, and what they lead to is
 * replaced.
 */
final class WrappedDataSources {

	private final UnaryOperator<DataSource> replacement;

	// One that is reached in two ways is still one.
	private final Map<DataSource, DataSource> replaced = new IdentityHashMap<>();

	/**
	 * Create a new instance.
	 * @param replacement what takes the place of a data source that leads to no other;
	 * perhaps the data source itself
	 */
	WrappedDataSources(UnaryOperator<DataSource> replacement) {
		this.replacement = replacement;
	}

	/**
	 * Replace a data source, or what it leads to.
	 * @param dataSource the data source
	 * @return what takes its place; the data source itself if it leads to others
	 */
	DataSource replace(DataSource dataSource) {
		if (dataSource instanceof DelegatingDataSource delegating) {
			replaceTarget(delegating);
			return dataSource;
		}
		if (dataSource instanceof AbstractRoutingDataSource routing) {
			replaceTargets(routing);
			return dataSource;
		}
		if (dataSource instanceof Advised advised && !advised.isFrozen()
				&& AopProxyUtils.getSingletonTarget(advised) instanceof DataSource target) {
			replaceTarget(advised, target);
			return dataSource;
		}
		DataSource known = this.replaced.get(dataSource);
		if (known == null) {
			known = this.replacement.apply(dataSource);
			this.replaced.put(dataSource, known);
		}
		return known;
	}

	private void replaceTarget(DelegatingDataSource delegating) {
		DataSource target = delegating.getTargetDataSource();
		DataSource replaced = (target != null) ? replace(target) : null;
		if (replaced != null && replaced != target) {
			delegating.setTargetDataSource(replaced);
		}
	}

	/**
	 * The application's advice stays in force.
	 */
	private void replaceTarget(Advised proxy, DataSource target) {
		DataSource replaced = replace(target);
		if (replaced != target) {
			proxy.setTargetSource(new SingletonTargetSource(replaced));
		}
	}

	private void replaceTargets(AbstractRoutingDataSource routing) {
		Map<Object, DataSource> targets = resolved(routing);
		if (targets == null) {
			return;
		}
		DataSource fallback = routing.getResolvedDefaultDataSource();
		Map<Object, Object> replaced = new HashMap<>();
		targets.forEach((key, target) -> replaced.put(key, replace(target)));
		DataSource replacedFallback = (fallback != null) ? replace(fallback) : null;
		if (replacedFallback == fallback && replaced.equals(targets)) {
			return;
		}
		routing.setTargetDataSources(replaced);
		if (replacedFallback != null) {
			routing.setDefaultTargetDataSource(replacedFallback);
		}
		// Not afterPropertiesSet(), by which a class of the application's may set the
		// targets itself.
		routing.initialize();
	}

	/**
	 * None for a class of the application's that knows its targets in a way of its own.
	 */
	private static @Nullable Map<Object, DataSource> resolved(AbstractRoutingDataSource routing) {
		try {
			return routing.getResolvedDataSources();
		}
		catch (IllegalStateException ex) {
			return null;
		}
	}

}
