package io.github.pristinedb.web;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.Lifecycle;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.util.ReflectionUtils;

/**
 * The executors that beans of Spring's classes have for themselves: that of an
 * {@code ApplicationEventMulticaster}, say, or of a launcher of batch jobs. What has a
 * life of its own, such as the container of a message listener, is left alone: its
 * threads go on from one scenario to the next.
 */
final class HeldExecutors {

	private final Map<Class<?>, List<Field>> fields = new ConcurrentHashMap<>();

	private final TaskBinding binding;

	HeldExecutors(TaskBinding binding) {
		this.binding = binding;
	}

	/**
	 * Let the executors that a bean holds bind their tasks.
	 * @param bean the bean
	 */
	void bindIn(Object bean) {
		if (bean instanceof Lifecycle || bean instanceof Executor) {
			return;
		}
		for (Field field : this.fields.computeIfAbsent(bean.getClass(), HeldExecutors::executorFields)) {
			if (ReflectionUtils.getField(field, bean) instanceof Executor executor && !AopUtils.isAopProxy(executor)
					&& !(executor instanceof SyncTaskExecutor)) {
				bind(executor, field, bean);
			}
		}
	}

	private void bind(Executor executor, Field field, Object bean) {
		DecoratedExecutor<?> kind = DecoratedExecutor.kindOf(executor);
		if (kind != null) {
			kind.bind(executor, this.binding);
		}
		else if (!Modifier.isFinal(field.getModifiers()) && field.getType().isAssignableFrom(TaskExecutor.class)) {
			ReflectionUtils.setField(field, bean, (TaskExecutor) (task) -> executor.execute(this.binding.bind(task)));
		}
	}

	private static List<Field> executorFields(Class<?> beanClass) {
		List<Field> found = new ArrayList<>();
		for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
			if (type.getName().startsWith("org.springframework.")) {
				ReflectionUtils.doWithLocalFields(type, (field) -> {
					if (Executor.class.isAssignableFrom(field.getType()) && !Modifier.isStatic(field.getModifiers())) {
						ReflectionUtils.makeAccessible(field);
						found.add(field);
					}
				});
			}
		}
		return List.copyOf(found);
	}

}
