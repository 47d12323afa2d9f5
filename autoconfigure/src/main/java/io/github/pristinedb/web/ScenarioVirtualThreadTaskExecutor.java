package io.github.pristinedb.web;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Binds the tasks of a {@link VirtualThreadTaskExecutor}, which has no decorator, and a
 * final method that a proxy would break.
 */
final class ScenarioVirtualThreadTaskExecutor extends VirtualThreadTaskExecutor {

	private final VirtualThreadTaskExecutor executor;

	private final TaskBinding binding;

	ScenarioVirtualThreadTaskExecutor(VirtualThreadTaskExecutor executor, TaskBinding binding) {
		this.executor = executor;
		this.binding = binding;
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(this.binding.bind(task));
	}

}
