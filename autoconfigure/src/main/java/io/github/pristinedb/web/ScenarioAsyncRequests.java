package io.github.pristinedb.web;

import java.util.concurrent.Callable;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Binds the thread that runs a controller's {@link Callable}, also where the executor is
 * Spring MVC's own and no bean.
 */
public final class ScenarioAsyncRequests implements WebMvcConfigurer {

	@Override
	public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
		configurer.registerCallableInterceptors(new Interceptor());
	}

	private static final class Interceptor implements CallableProcessingInterceptor {

		private static final String SCOPE = ScenarioAsyncRequests.class.getName() + ".scope";

		@Override
		public <T> void beforeConcurrentHandling(NativeWebRequest request, Callable<T> task) {
			Scope scope = ScopeBinding.current();
			if (scope != null) {
				request.setAttribute(SCOPE, scope, RequestAttributes.SCOPE_REQUEST);
			}
		}

		@Override
		public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
			Scope scope = scopeOf(request);
			if (scope != null) {
				ScopeBinding.bind(scope);
			}
		}

		@Override
		public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object result) {
			Scope scope = scopeOf(request);
			if (scope != null) {
				ScopeBinding.unbind(scope);
			}
		}

		private @Nullable Scope scopeOf(NativeWebRequest request) {
			return (Scope) request.getAttribute(SCOPE, RequestAttributes.SCOPE_REQUEST);
		}

	}

}
