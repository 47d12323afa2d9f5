package io.github.pristinedb.web;

import java.util.Collection;
import java.util.concurrent.Callable;

import io.github.pristinedb.scope.Scenarios;
import org.jspecify.annotations.Nullable;

/**
 * Binds tasks to the scenario of the thread that submits them. Only once the application
 * context has started: what it submits before, such as its scheduled tasks, is its own
 * and not that of the test whose thread happens to load it.
 */
final class TaskBinding {

	private volatile boolean started;

	void start() {
		this.started = true;
	}

	Runnable bind(Runnable task) {
		return this.started ? Scenarios.wrap(task) : task;
	}

	<T> Callable<T> bind(Callable<T> task) {
		return this.started ? Scenarios.wrap(task) : task;
	}

	/**
	 * Bind an argument of a method that takes tasks.
	 * @param argument a task, a collection of tasks or anything else
	 * @param type the type of the parameter
	 * @return the argument with its tasks bound
	 */
	@Nullable Object bind(@Nullable Object argument, Class<?> type) {
		if (!this.started) {
			return argument;
		}
		if (type == Runnable.class && argument instanceof Runnable task) {
			return Scenarios.wrap(task);
		}
		if (type == Callable.class && argument instanceof Callable<?> task) {
			return Scenarios.wrap(task);
		}
		if (type == Collection.class && argument instanceof Collection<?> tasks) {
			return tasks.stream().map((task) -> bind(task, Callable.class)).toList();
		}
		return argument;
	}

}
