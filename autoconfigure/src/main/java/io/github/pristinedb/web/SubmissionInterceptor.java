package io.github.pristinedb.web;

import java.util.Set;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Binds the tasks that an executor is given.
 */
final class SubmissionInterceptor implements MethodInterceptor {

	private static final Set<String> SUBMISSIONS = Set.of("execute", "submit", "submitCompletable", "invokeAll",
			"invokeAny", "schedule", "scheduleAtFixedRate", "scheduleWithFixedDelay");

	private final TaskBinding binding;

	SubmissionInterceptor(TaskBinding binding) {
		this.binding = binding;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (SUBMISSIONS.contains(invocation.getMethod().getName())) {
			@Nullable Object[] arguments = invocation.getArguments();
			Class<?>[] types = invocation.getMethod().getParameterTypes();
			for (int i = 0; i < arguments.length; i++) {
				arguments[i] = this.binding.bind(arguments[i], types[i]);
			}
		}
		return invocation.proceed();
	}

}
