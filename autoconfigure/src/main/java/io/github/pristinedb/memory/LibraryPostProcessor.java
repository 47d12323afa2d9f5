package io.github.pristinedb.memory;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

import io.github.pristinedb.jdbc.ScenarioDataSource;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.slot.ManagedDatabases;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.support.incrementer.AbstractColumnMaxValueIncrementer;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Makes beans of libraries forget what was in another scenario's database: Spring's
 * incrementers their blocks of ids, ShedLock's providers the rows that they have
 * inserted.
 */
public final class LibraryPostProcessor implements BeanPostProcessor {

	// No dependency: one method is called.
	private static final @Nullable Method CLEAR_LOCKS = clearLocks();

	private final ApplicationContext context;

	/**
	 * Create a new post-processor.
	 * @param context the context of the beans
	 */
	public LibraryPostProcessor(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractColumnMaxValueIncrementer incrementer
				&& ScenarioDataSource.find(incrementer.getDataSource()) != null) {
			incrementer.setCacheSize(1);
		}
		if (CLEAR_LOCKS != null && CLEAR_LOCKS.getDeclaringClass().isInstance(bean)) {
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			factory.addAdvice(new ForgetfulLocks(this.context, bean, CLEAR_LOCKS));
			return factory.getProxy(bean.getClass().getClassLoader());
		}
		return bean;
	}

	private static @Nullable Method clearLocks() {
		ClassLoader classLoader = LibraryPostProcessor.class.getClassLoader();
		String provider = "net.javacrumbs.shedlock.support.StorageBasedLockProvider";
		return ClassUtils.isPresent(provider, classLoader)
				? ClassUtils.getMethodIfAvailable(ClassUtils.resolveClassName(provider, classLoader), "clearCache")
				: null;
	}

	/**
	 * Lets a provider insert the row of a lock that is new to a scenario. Of a row that
	 * it has inserted it only does an update, which finds nothing in another scenario's
	 * database: the lock would never be had, without an error.
	 */
	private static final class ForgetfulLocks implements MethodInterceptor {

		private final ApplicationContext context;

		private final Object provider;

		private final Method clear;

		private final Map<@Nullable Scope, Set<String>> known = new WeakHashMap<>();

		private @Nullable Scope last;

		ForgetfulLocks(ApplicationContext context, Object provider, Method clear) {
			this.context = context;
			this.provider = provider;
			this.clear = clear;
		}

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			if (!invocation.getMethod().getName().equals("lock")) {
				return invocation.proceed();
			}
			// Another scenario's row would be remembered in between.
			synchronized (this) {
				Scope scope = ManagedDatabases.isolatedScope(this.context);
				boolean added = this.known.computeIfAbsent(scope, (key) -> new HashSet<>())
					.add(name(invocation.getArguments()[0]));
				if (added && scope != this.last) {
					ReflectionUtils.invokeMethod(this.clear, this.provider);
				}
				this.last = scope;
				return invocation.proceed();
			}
		}

		private static String name(Object configuration) {
			return String
				.valueOf(PropertyAccessorFactory.forBeanPropertyAccess(configuration).getPropertyValue("name"));
		}

	}

}
