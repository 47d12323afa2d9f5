package io.github.pristinedb.web;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;

/**
 * Binds tasks after the application's own decorator, if there is one, has had its way
 * with them.
 */
final class ScenarioTaskDecorator implements TaskDecorator {

	private final TaskBinding binding;

	private final @Nullable TaskDecorator applications;

	ScenarioTaskDecorator(TaskBinding binding, @Nullable TaskDecorator applications) {
		this.binding = binding;
		this.applications = applications;
	}

	@Override
	public Runnable decorate(Runnable task) {
		return this.binding.bind((this.applications != null) ? this.applications.decorate(task) : task);
	}

}
