package io.github.pristinedb.web;

import java.lang.reflect.Field;
import java.util.List;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * The kinds of Spring's executors that have a task decorator. None of them tells which
 * one it has, so their field is read: to replace it unseen would be worse.
 *
 * @param <T> the type of the executor
 * @param type the type of the executor
 * @param setter sets its decorator
 */
record DecoratedExecutor<T>(Class<T> type, BiConsumer<T, TaskDecorator> setter) {

	private static final Log logger = LogFactory.getLog(DecoratedExecutor.class);

	private static final List<DecoratedExecutor<?>> KINDS = List.of(
			new DecoratedExecutor<>(ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::setTaskDecorator),
			new DecoratedExecutor<>(ThreadPoolTaskScheduler.class, ThreadPoolTaskScheduler::setTaskDecorator),
			new DecoratedExecutor<>(SimpleAsyncTaskExecutor.class, SimpleAsyncTaskExecutor::setTaskDecorator),
			new DecoratedExecutor<>(ConcurrentTaskExecutor.class, ConcurrentTaskExecutor::setTaskDecorator),
			new DecoratedExecutor<>(TaskExecutorAdapter.class, TaskExecutorAdapter::setTaskDecorator));

	/**
	 * The kind of an object.
	 * @param object the object
	 * @return its kind, {@code null} if it has no task decorator
	 */
	static @Nullable DecoratedExecutor<?> kindOf(Object object) {
		return KINDS.stream().filter((kind) -> kind.type().isInstance(object)).findFirst().orElse(null);
	}

	/**
	 * Let an executor bind its tasks, besides what its own decorator does with them.
	 * @param executor the executor, of this kind
	 * @param binding binds the tasks
	 */
	void bind(Object executor, TaskBinding binding) {
		Field field = ReflectionUtils.findField(this.type, null, TaskDecorator.class);
		if (field == null) {
			logger.warn("Pristine cannot decorate the tasks of a " + this.type.getSimpleName()
					+ " in this version of Spring. Wrap them by Scenarios.wrap(…), so that they know their scenario.");
			return;
		}
		ReflectionUtils.makeAccessible(field);
		TaskDecorator present = (TaskDecorator) ReflectionUtils.getField(field, executor);
		if (!(present instanceof ScenarioTaskDecorator)) {
			this.setter.accept(this.type.cast(executor), new ScenarioTaskDecorator(binding, present));
		}
	}

}
