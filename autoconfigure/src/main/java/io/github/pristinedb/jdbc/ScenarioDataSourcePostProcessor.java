package io.github.pristinedb.jdbc;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;
import javax.sql.PooledConnection;
import javax.sql.PooledConnectionBuilder;
import javax.sql.XAConnectionBuilder;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.Refusal;
import io.github.pristinedb.event.PristineEvent.DatabaseManaged;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.scope.ContextNumbers;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.StartUp;
import io.github.pristinedb.slot.KeptDatabases;
import io.github.pristinedb.slot.ManagedDatabases;
import io.github.pristinedb.slot.ScenarioDatabases;
import io.github.pristinedb.slot.Workspace;
import io.github.pristinedb.tape.RecordingSettings;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Puts a {@link ScenarioDataSource} in front of each managed data source of a context. To
 * the application the bean stays of the class that it was: a proxy of that class answers
 * by the scenario data source. To be added to the context ahead of all other
 * post-processors, so that those who decorate data sources decorate this one.
 */
public final class ScenarioDataSourcePostProcessor implements DestructionAwareBeanPostProcessor {

	/**
	 * The name of a singleton in the contexts that never start. Nothing connects in them,
	 * so that their data sources tell the URLs that the application names.
	 */
	public static final String UNSTARTED = "pristineUnstarted";

	private final ConfigurableApplicationContext context;

	private final Supplier<Collaborators> collaborators;

	private final boolean testContext;

	// By the original bean, which is what the context destroys.
	private final Map<Object, InFront> dataSources = Collections.synchronizedMap(new IdentityHashMap<>());

	private final Map<Database, ScenarioDatabases> databases = new ConcurrentHashMap<>();

	private final UnmanagedDataSources unmanaged;

	/**
	 * Create a new post-processor.
	 * @param context the context
	 * @param testContext whether scenarios run in the context, rather than that it was
	 * started by hand
	 * @param collaborators what it works with, asked for when there is a data source
	 */
	public ScenarioDataSourcePostProcessor(ConfigurableApplicationContext context, boolean testContext,
			Supplier<Collaborators> collaborators) {
		this.context = context;
		this.testContext = testContext;
		this.collaborators = collaborators;
		this.unmanaged = new UnmanagedDataSources(context);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof DataSource dataSource)) {
			return bean;
		}
		List<ScenarioDataSource> inFront = new ArrayList<>();
		// What the application wrapped stays wrapped.
		DataSource replaced = new WrappedDataSources((target) -> {
			ScenarioDataSource scenarioDataSource = inFrontOf(target, beanName);
			if (scenarioDataSource == null) {
				return target;
			}
			inFront.add(scenarioDataSource);
			return SpiedDataSource.like(target, proxy(target, scenarioDataSource), beanName);
		}).replace(dataSource);
		if (!inFront.isEmpty()) {
			this.dataSources.put(bean, new InFront(beanName, inFront));
		}
		return replaced;
	}

	private @Nullable ScenarioDataSource inFrontOf(DataSource dataSource, String beanName) {
		if (ScenarioDataSource.find(dataSource) != null) {
			return null;
		}
		Collaborators collaborators = this.collaborators.get();
		ManagedDatabase named = collaborators.guard().admit(DataSourceInspector.of(dataSource).access());
		ManagedDatabase managed = (named != null) ? ManagedDatabases.meantBy(named) : null;
		if (this.testContext) {
			Refusal refusal = (managed != null) ? collaborators.sessions().refusal(managed) : null;
			if (managed != null && refusal == null) {
				return own(dataSource, managed, collaborators);
			}
			this.unmanaged.found(dataSource, beanName, refusal, collaborators.guard(), collaborators.sharing());
			return null;
		}
		if (managed == null) {
			return null;
		}
		if (StartUp.isUnmarked() && collaborators.sessions().refusal(managed) == null) {
			throw new UnmarkedContextException(managed.database());
		}
		return joining(dataSource, managed);
	}

	/**
	 * Data sources that name the same database lead to the same one in a scenario too.
	 */
	private ScenarioDataSource own(DataSource dataSource, ManagedDatabase managed, Collaborators collaborators) {
		ScenarioDatabases databases = this.databases.computeIfAbsent(managed.database(), (key) -> {
			PristineEvents.publish(new DatabaseManaged(ContextNumbers.of(this.context), managed.database().name(),
					collaborators.isolation().label()));
			return new ScenarioDatabases(this.context, managed, collaborators.sessions().of(managed),
					collaborators.workspace(), collaborators.kept(), collaborators.recording(),
					collaborators.isolation(), () -> collaborators.migrated().test(managed));
		});
		return ScenarioDataSource.of(databases, dataSource,
				new BeanConnector(dataSource, managed, databases.session()));
	}

	private @Nullable ScenarioDataSource joining(DataSource dataSource, ManagedDatabase managed) {
		Scope current = ScopeBinding.current();
		Scope scope = (current != null) ? current.withDatabases() : null;
		ScenarioDatabases databases = (scope != null) ? ManagedDatabases.of(scope, managed.database()) : null;
		return (scope != null && databases != null) ? ScenarioDataSource.joining(scope, databases, dataSource,
				new BeanConnector(dataSource, managed, databases.session()).settings()) : null;
	}

	private DataSource proxy(DataSource original, ScenarioDataSource scenarioDataSource) {
		Class<?> type = original.getClass();
		if (Modifier.isFinal(type.getModifiers()) || AopUtils.isAopProxy(original)) {
			return scenarioDataSource;
		}
		ProxyFactory factory = new ProxyFactory(original);
		factory.setProxyTargetClass(true);
		// Else Mockito would look for its spy behind the proxy, where nobody calls it.
		factory.setOpaque(true);
		factory.addAdvice(new Router(scenarioDataSource, this::isStarted));
		return (DataSource) factory.getProxy(type.getClassLoader());
	}

	private boolean isStarted() {
		return !this.context.getBeanFactory().containsSingleton(UNSTARTED);
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return this.dataSources.containsKey(bean)
				|| (bean instanceof FactoryBean<?> factory && makesDataSource(factory));
	}

	private static boolean makesDataSource(FactoryBean<?> factory) {
		Class<?> type = factory.getObjectType();
		return type != null && DataSource.class.isAssignableFrom(type);
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		List<InFront> removed = new ArrayList<>();
		synchronized (this.dataSources) {
			// Spring destroys a factory, but not what the factory has made.
			this.dataSources.entrySet().removeIf((entry) -> {
				boolean destroyed = (bean instanceof FactoryBean) ? entry.getValue().beanName().equals(beanName)
						: entry.getKey() == bean;
				return destroyed && removed.add(entry.getValue());
			});
		}
		removed.forEach((inFront) -> inFront.dataSources().forEach(this::closeUnlessShared));
	}

	private void closeUnlessShared(ScenarioDataSource dataSource) {
		Database database = dataSource.model().database();
		synchronized (this.dataSources) {
			for (InFront left : this.dataSources.values()) {
				if (left.dataSources().stream().anyMatch((other) -> other.model().database().equals(database))) {
					return;
				}
			}
		}
		this.databases.remove(database);
		dataSource.close();
	}

	/**
	 * What is in front of a bean.
	 *
	 * @param beanName the name of the bean, or of the factory that has made it
	 * @param dataSources in front of the data sources that it leads to
	 */
	private record InFront(String beanName, List<ScenarioDataSource> dataSources) {

	}

	/**
	 * The collaborators of the post-processor.
	 *
	 * @param guard says which data sources are managed
	 * @param sessions the engines' sessions
	 * @param workspace where scenario databases are
	 * @param kept what becomes of them
	 * @param recording what is recorded of scenarios
	 * @param isolation how scenarios are kept apart that do not say it themselves
	 * @param sharing which databases tests may share
	 * @param migrated whether a tool of the context's makes the content of a database
	 */
	public record Collaborators(Guard guard, EngineSessions sessions, Workspace workspace, KeptDatabases kept,
			RecordingSettings recording, Isolation isolation, SharingRules sharing,
			Predicate<ManagedDatabase> migrated) {

	}

	/**
	 * Routes the calls of a proxy. The methods of a data source go to the scenario data
	 * source, all others to the pool that answers for it now.
	 */
	private record Router(ScenarioDataSource dataSource, BooleanSupplier started) implements MethodInterceptor {

		private static final List<Class<?>> LEADING = List.of(Connection.class, PooledConnection.class,
				ConnectionBuilder.class, PooledConnectionBuilder.class, XAConnectionBuilder.class);

		// What others are derived or copied from, by Spring Boot or by the application.
		private static final Set<String> LOCATING = Set.of("getJdbcUrl", "getUrl", "getURL", "getDataSource",
				"getPoolProperties", "copyStateTo");

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object[] arguments = invocation.getArguments();
			return switch (invocation.getMethod().getName()) {
				case "getConnection" -> (arguments.length == 2)
						? this.dataSource.getConnection((String) arguments[0], (String) arguments[1])
						: this.dataSource.getConnection();
				case "unwrap" -> unwrap(((ProxyMethodInvocation) invocation).getProxy(), (Class<?>) arguments[0]);
				case "isWrapperFor" ->
					((Class<?>) arguments[0]).isInstance(((ProxyMethodInvocation) invocation).getProxy())
							|| this.dataSource.isWrapperFor((Class<?>) arguments[0]);
				// An application that closes its pool means its own; the context closes
				// the rest.
				case "close" -> invocation.proceed();
				default -> {
					DataSource current = answering(invocation.getMethod());
					// A class of the application's own may have more methods than its
					// copy.
					yield invocation.getMethod().getDeclaringClass().isInstance(current)
							? AopUtils.invokeJoinpointUsingReflection(current, invocation.getMethod(), arguments)
							: invocation.proceed();
				}
			};
		}

		private DataSource answering(Method method) {
			if (leadsToConnection(method)) {
				return this.dataSource.unwatched();
			}
			return (LOCATING.contains(method.getName()) && this.started.getAsBoolean()) ? this.dataSource.located()
					: this.dataSource.current();
		}

		/**
		 * Whether a method of the bean's class returns something by which connections are
		 * opened, at once or later.
		 */
		private static boolean leadsToConnection(Method method) {
			return leadsToConnection(ResolvableType.forMethodReturnType(method));
		}

		private static boolean leadsToConnection(ResolvableType type) {
			return LEADING.stream().anyMatch((leading) -> leading.isAssignableFrom(type.toClass()))
					|| Stream.of(type.getGenerics()).anyMatch(Router::leadsToConnection);
		}

		/**
		 * As a pool does, the proxy answers for each class that it is of itself.
		 */
		private Object unwrap(Object proxy, Class<?> type) throws SQLException {
			return (type.isInstance(proxy) && type != ScenarioDataSource.class) ? proxy : this.dataSource.unwrap(type);
		}

	}

}
