package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.web.ScenarioAsyncRequests;
import io.github.pristinedb.web.ScenarioServletFilter;
import io.github.pristinedb.web.ScenarioWebFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration of web servers that handle a request for the scenario that it names.
 */
@AutoConfiguration(after = PristineAutoConfiguration.class)
@ConditionalOnBean(ManagedContext.class)
public final class PristineHttpServerAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Filter.class)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		FilterRegistrationBean<ScenarioServletFilter> pristineScenarioServletFilter() {
			FilterRegistrationBean<ScenarioServletFilter> registration = new FilterRegistrationBean<>(
					new ScenarioServletFilter());
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR,
					DispatcherType.FORWARD);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, WebMvcConfigurer.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class WebMvcConfiguration {

		@Bean
		ScenarioAsyncRequests pristineScenarioAsyncRequests() {
			return new ScenarioAsyncRequests();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebFilter.class)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class WebFluxConfiguration {

		@Bean
		ScenarioWebFilter pristineScenarioWebFilter() {
			return new ScenarioWebFilter();
		}

	}

}
