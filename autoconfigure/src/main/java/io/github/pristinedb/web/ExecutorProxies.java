package io.github.pristinedb.web;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

import org.aopalliance.intercept.MethodInterceptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Puts proxies in front of executors that have no task decorator, where one can take the
 * bean's place unnoticed: it is of every type that the bean can be injected by.
 */
final class ExecutorProxies {

	private static final Log logger = LogFactory.getLog(ExecutorProxies.class);

	private final @Nullable ClassLoader classLoader;

	ExecutorProxies(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * A proxy for a bean, if one is possible.
	 * @param bean the bean
	 * @param name its name
	 * @param declared the type that its definition declares
	 * @param interceptor what the proxy does
	 * @return the proxy, or the bean itself
	 */
	Object proxy(Object bean, String name, Class<?> declared, MethodInterceptor interceptor) {
		if (!ordersItsTasks(bean)) {
			if (isOfThePlatform(declared) && declared.isInterface()) {
				return proxy(bean, false, interceptor);
			}
			if (isExtensible(ClassUtils.getUserClass(bean))) {
				return proxy(bean, true, interceptor);
			}
		}
		logger.debug("Tasks of the executor '" + name
				+ "' are not bound to scenarios, since Pristine cannot make a proxy of " + bean.getClass().getName()
				+ ". Declare the bean as an ExecutorService, or wrap its tasks by Scenarios.wrap(…).");
		return bean;
	}

	private Object proxy(Object bean, boolean byClass, MethodInterceptor interceptor) {
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(byClass);
		// Else each final method is a warning in the log; see isExtensible.
		factory.setOptimize(byClass);
		factory.setOpaque(true);
		factory.addAdvice(interceptor);
		return factory.getProxy(this.classLoader);
	}

	/**
	 * A queue that compares tasks would get wrapped ones, which cannot be compared.
	 */
	private boolean ordersItsTasks(Object bean) {
		return bean instanceof ThreadPoolExecutor pool && pool.getQueue() instanceof PriorityBlockingQueue;
	}

	/**
	 * Others, such as the event loops of a server, are cast to their classes by those who
	 * use them.
	 */
	private boolean isOfThePlatform(Class<?> declared) {
		return declared.getName().startsWith("java.") || declared.getName().startsWith("org.springframework.");
	}

	/**
	 * Whether a subclass can pass all calls on. What is final would work on the fields of
	 * the subclass, and the classes of the JDK cannot be extended by a proxy.
	 */
	private boolean isExtensible(Class<?> type) {
		if (SimpleAsyncTaskScheduler.class.isAssignableFrom(type)) {
			// Its final methods are only what reads its limit.
			return true;
		}
		if (Modifier.isFinal(type.getModifiers()) || type.isHidden() || type.getName().startsWith("java.")) {
			return false;
		}
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
			if (method.getDeclaringClass() != Object.class && isFinalAndReachable(method.getModifiers())) {
				return false;
			}
		}
		return true;
	}

	private boolean isFinalAndReachable(int modifiers) {
		return Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers)
				&& (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers));
	}

}
