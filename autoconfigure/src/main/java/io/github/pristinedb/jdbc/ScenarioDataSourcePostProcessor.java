package io.github.pristinedb.jdbc;

import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.scenario.Isolation;
import io.github.pristinedb.scenario.KeptDatabases;
import io.github.pristinedb.scenario.ScenarioDatabases;
import io.github.pristinedb.scenario.Scope;
import io.github.pristinedb.scenario.ScopeBinding;
import io.github.pristinedb.scenario.Workspace;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Puts a {@link ScenarioDataSource} in front of each managed data source of a context. To
 * the application the bean stays of the class that it was: a proxy of that class answers
 * by the scenario data source.
 */
public final class ScenarioDataSourcePostProcessor implements DestructionAwareBeanPostProcessor, PriorityOrdered {

	private final ApplicationContext context;

	private final Supplier<Collaborators> collaborators;

	private final boolean testContext;

	// By the original bean, which is what the context destroys.
	private final Map<Object, ScenarioDataSource> dataSources = Collections.synchronizedMap(new IdentityHashMap<>());

	/**
	 * Create a new post-processor.
	 * @param context the context
	 * @param testContext whether scenarios run in the context, rather than that it was
	 * started by hand
	 * @param collaborators what it works with, asked for when there is a data source
	 */
	public ScenarioDataSourcePostProcessor(ApplicationContext context, boolean testContext,
			Supplier<Collaborators> collaborators) {
		this.context = context;
		this.testContext = testContext;
		this.collaborators = collaborators;
	}

	/**
	 * Before all others, so that those who decorate data sources decorate this one.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof DataSource dataSource)) {
			return bean;
		}
		DelegatingDataSource wrapper = innermostWrapper(dataSource);
		DataSource target = (wrapper != null) ? wrapper.getTargetDataSource() : dataSource;
		ScenarioDataSource scenarioDataSource = (target != null) ? inFrontOf(target) : null;
		if (target == null || scenarioDataSource == null) {
			return bean;
		}
		this.dataSources.put(bean, scenarioDataSource);
		DataSource proxy = proxy(target, scenarioDataSource);
		if (wrapper == null) {
			return proxy;
		}
		// What the application wrapped stays wrapped.
		wrapper.setTargetDataSource(proxy);
		return bean;
	}

	private static @Nullable DelegatingDataSource innermostWrapper(DataSource dataSource) {
		DelegatingDataSource wrapper = null;
		DataSource each = dataSource;
		while (each instanceof DelegatingDataSource delegating) {
			wrapper = delegating;
			each = delegating.getTargetDataSource();
		}
		return wrapper;
	}

	private @Nullable ScenarioDataSource inFrontOf(DataSource dataSource) {
		Collaborators collaborators = this.collaborators.get();
		ManagedDatabase managed = collaborators.guard().admit(DataSourceInspector.of(dataSource).url());
		if (managed == null || ScenarioDataSource.find(dataSource) != null) {
			return null;
		}
		return this.testContext ? own(dataSource, managed, collaborators) : joining(dataSource, managed);
	}

	private ScenarioDataSource own(DataSource dataSource, ManagedDatabase managed, Collaborators collaborators) {
		DataSourceInspector inspector = DataSourceInspector.of(dataSource);
		ScenarioDatabases databases = new ScenarioDatabases(this.context, managed, collaborators.workspace(),
				collaborators.kept(), collaborators.isolation(), (database) -> new PooledConnections(
						inspector.copyFor(database.url(), "pristine-" + managed.database().name())));
		return ScenarioDataSource.of(databases, dataSource);
	}

	private @Nullable ScenarioDataSource joining(DataSource dataSource, ManagedDatabase managed) {
		Scope scope = ScopeBinding.current();
		ScenarioDatabases databases = (scope != null) ? ScenarioDatabases.of(scope, managed.database()) : null;
		return (scope != null && databases != null) ? ScenarioDataSource.joining(scope, databases, dataSource) : null;
	}

	private static DataSource proxy(DataSource original, ScenarioDataSource scenarioDataSource) {
		Class<?> type = original.getClass();
		if (Modifier.isFinal(type.getModifiers()) || AopUtils.isAopProxy(original)) {
			return scenarioDataSource;
		}
		ProxyFactory factory = new ProxyFactory(original);
		factory.setProxyTargetClass(true);
		factory.addAdvice(new Router(scenarioDataSource));
		return (DataSource) factory.getProxy(type.getClassLoader());
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return this.dataSources.containsKey(bean);
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		ScenarioDataSource dataSource = this.dataSources.remove(bean);
		if (dataSource != null) {
			dataSource.close();
		}
	}

	/**
	 * What the post-processor works with.
	 *
	 * @param guard says which data sources are managed
	 * @param workspace where scenario databases are
	 * @param kept what becomes of them
	 * @param isolation how scenarios are kept apart that do not say it themselves
	 */
	public record Collaborators(Guard guard, Workspace workspace, KeptDatabases kept, Isolation isolation) {

	}

	/**
	 * Routes the calls of a proxy: what a data source is for goes to the scenario data
	 * source, everything else to the pool that answers for it now.
	 */
	private record Router(ScenarioDataSource dataSource) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object[] arguments = invocation.getArguments();
			return switch (invocation.getMethod().getName()) {
				case "getConnection" -> this.dataSource.getConnection();
				case "unwrap" -> this.dataSource.unwrap((Class<?>) arguments[0]);
				case "isWrapperFor" -> this.dataSource.isWrapperFor((Class<?>) arguments[0]);
				// An application that closes its pool means its own; the context closes
				// the rest.
				case "close" -> invocation.proceed();
				default -> {
					DataSource current = this.dataSource.current();
					// A class of the application's own may have more methods than its
					// copy.
					yield invocation.getMethod().getDeclaringClass().isInstance(current)
							? AopUtils.invokeJoinpointUsingReflection(current, invocation.getMethod(), arguments)
							: invocation.proceed();
				}
			};
		}

	}

}
