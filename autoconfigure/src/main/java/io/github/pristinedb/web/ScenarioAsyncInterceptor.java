package io.github.pristinedb.web;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.AbstractAdvisingBeanPostProcessor;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.AnnotationAsyncExecutionInterceptor;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.util.ReflectionUtils;

/**
 * Runs {@code @Async} methods for the scenario of their caller, whatever executor Spring
 * finds for them: a bean, what an {@code AsyncConfigurer} returns, or one that Spring
 * makes for itself since it finds none, or more than one.
 */
final class ScenarioAsyncInterceptor extends AnnotationAsyncExecutionInterceptor {

	private static final Log logger = LogFactory.getLog(ScenarioAsyncInterceptor.class);

	private final TaskBinding binding;

	private ScenarioAsyncInterceptor(TaskBinding binding) {
		super(null);
		this.binding = binding;
	}

	/**
	 * Put such an interceptor in the place of Spring's own. One of the application's own
	 * class stays.
	 * @param processor gives the interceptor to the beans
	 * @param binding binds the tasks
	 * @param beanFactory where the interceptor finds executors
	 */
	static void replaceIn(AsyncAnnotationBeanPostProcessor processor, TaskBinding binding, BeanFactory beanFactory) {
		try {
			Field field = field(AbstractAdvisingBeanPostProcessor.class, "advisor");
			if (field.get(processor) instanceof PointcutAdvisor advisor
					&& advisor.getAdvice().getClass() == AnnotationAsyncExecutionInterceptor.class) {
				ScenarioAsyncInterceptor interceptor = new ScenarioAsyncInterceptor(binding);
				interceptor.configure(supplier(advisor.getAdvice(), "defaultExecutor"),
						supplier(advisor.getAdvice(), "exceptionHandler"));
				interceptor.setBeanFactory(beanFactory);
				field.set(processor, new DefaultPointcutAdvisor(advisor.getPointcut(), interceptor));
			}
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("Pristine cannot find the executor of @Async methods in this version of Spring. Declare each"
					+ " executor as a bean, so that its methods know their scenario.", ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable Supplier<T> supplier(Object interceptor, String name)
			throws ReflectiveOperationException {
		return (Supplier<T>) field(AsyncExecutionAspectSupport.class, name).get(interceptor);
	}

	private static Field field(Class<?> type, String name) throws NoSuchFieldException {
		Field field = type.getDeclaredField(name);
		ReflectionUtils.makeAccessible(field);
		return field;
	}

	@Override
	protected @Nullable AsyncTaskExecutor determineAsyncExecutor(Method method) {
		AsyncTaskExecutor executor = super.determineAsyncExecutor(method);
		// A proxy is a bean that binds its tasks already.
		return (executor == null || AopUtils.isAopProxy(executor)) ? executor : bound(executor);
	}

	private AsyncTaskExecutor bound(AsyncTaskExecutor executor) {
		DecoratedExecutor<?> kind = DecoratedExecutor.kindOf(executor);
		if (kind == null) {
			return new BoundTaskExecutor(executor, this.binding);
		}
		kind.bind(executor, this.binding);
		return executor;
	}

}
