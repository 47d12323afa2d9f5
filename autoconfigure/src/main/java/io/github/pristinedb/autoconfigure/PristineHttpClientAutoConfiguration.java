package io.github.pristinedb.autoconfigure;

import java.net.http.HttpClient;

import io.github.pristinedb.web.HttpClientPostProcessor;
import io.github.pristinedb.web.ScenarioExchangeFilter;
import io.github.pristinedb.web.ScenarioHeader;
import io.github.pristinedb.web.ScenarioRequestInitializer;
import io.github.pristinedb.web.ScenarioRestAssuredFilter;
import io.restassured.RestAssured;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.RestTestClientBuilderCustomizer;
import org.springframework.boot.webtestclient.autoconfigure.WebTestClientBuilderCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration of HTTP clients whose requests to this machine name the scenario
 * that they belong to.
 */
@AutoConfiguration(after = PristineAutoConfiguration.class)
@ConditionalOnBean(ManagedContext.class)
public final class PristineHttpClientAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientCustomizer.class)
	static class RestClientConfiguration {

		@Bean
		RestClientCustomizer pristineRestClientCustomizer() {
			return (builder) -> builder.requestInitializers(ScenarioRequestInitializer::addTo);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestTemplateCustomizer.class)
	static class RestTemplateBuilderConfiguration {

		@Bean
		RestTemplateCustomizer pristineRestTemplateCustomizer() {
			return (template) -> ScenarioRequestInitializer.addTo(template.getClientHttpRequestInitializers());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestTemplate.class)
	static class RestTemplateConfiguration {

		@Bean
		static ClientPostProcessor<RestTemplate> pristineRestTemplatePostProcessor() {
			return new ClientPostProcessor<>(RestTemplate.class, (template) -> {
				ScenarioRequestInitializer.addTo(template.getClientHttpRequestInitializers());
				return template;
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TestRestTemplate.class)
	static class TestRestTemplateConfiguration {

		/**
		 * A reactive application has no builder that a customizer would be applied to.
		 */
		@Bean
		static ClientPostProcessor<TestRestTemplate> pristineTestRestTemplatePostProcessor() {
			return new ClientPostProcessor<>(TestRestTemplate.class, (template) -> {
				ScenarioRequestInitializer.addTo(template.getRestTemplate().getClientHttpRequestInitializers());
				return template;
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RestTestClientBuilderCustomizer.class, RestTestClient.class })
	static class RestTestClientConfiguration {

		@Bean
		RestTestClientBuilderCustomizer pristineRestTestClientCustomizer() {
			return (builder) -> builder.requestInterceptor((request, body, execution) -> {
				ScenarioHeader.addTo(request.getURI(), request.getHeaders()::set);
				return execution.execute(request, body);
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	static class WebClientConfiguration {

		@Bean
		static ClientPostProcessor<WebClient.Builder> pristineWebClientPostProcessor() {
			return new ClientPostProcessor<>(WebClient.Builder.class,
					(builder) -> builder.filters(ScenarioExchangeFilter::addTo));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebTestClientBuilderCustomizer.class, WebTestClient.class })
	static class WebTestClientConfiguration {

		@Bean
		WebTestClientBuilderCustomizer pristineWebTestClientCustomizer() {
			return (builder) -> builder.filter(ScenarioExchangeFilter.forTestClient());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpClient.class)
	static class HttpClientConfiguration {

		@Bean
		static HttpClientPostProcessor pristineHttpClientPostProcessor(ConfigurableListableBeanFactory beanFactory) {
			return new HttpClientPostProcessor(beanFactory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestAssured.class)
	static class RestAssuredConfiguration {

		@Bean
		ApplicationListener<ContextRefreshedEvent> pristineRestAssuredRegistration() {
			return new RestAssuredRegistration();
		}

	}

	private static final class RestAssuredRegistration implements ApplicationListener<ContextRefreshedEvent> {

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			ScenarioRestAssuredFilter.register();
		}

		@Override
		public boolean supportsAsyncExecution() {
			return false;
		}

	}

}
