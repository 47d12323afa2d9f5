package io.github.pristinedb.web;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Binds the tasks of an executor that has no task decorator.
 *
 * @param executor the executor
 * @param binding binds the tasks
 */
record BoundTaskExecutor(AsyncTaskExecutor executor, TaskBinding binding) implements AsyncTaskExecutor {

	@Override
	public void execute(Runnable task) {
		this.executor.execute(this.binding.bind(task));
	}

	@Override
	public Future<?> submit(Runnable task) {
		return this.executor.submit(this.binding.bind(task));
	}

	@Override
	public <T> Future<T> submit(Callable<T> task) {
		return this.executor.submit(this.binding.bind(task));
	}

	@Override
	public CompletableFuture<Void> submitCompletable(Runnable task) {
		return this.executor.submitCompletable(this.binding.bind(task));
	}

	@Override
	public <T> CompletableFuture<T> submitCompletable(Callable<T> task) {
		return this.executor.submitCompletable(this.binding.bind(task));
	}

}
