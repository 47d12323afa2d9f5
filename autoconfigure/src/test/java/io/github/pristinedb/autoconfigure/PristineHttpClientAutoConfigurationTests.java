package io.github.pristinedb.autoconfigure;

import java.net.http.HttpClient;

import javax.sql.DataSource;

import io.github.pristinedb.web.HttpClientPostProcessor;
import io.github.pristinedb.web.ScenarioRequestInitializer;
import io.github.pristinedb.web.ScenarioRestAssuredFilter;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.RestTestClientBuilderCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webtestclient.autoconfigure.WebTestClientBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PristineHttpClientAutoConfiguration}.
 */
class PristineHttpClientAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(PristineAutoConfiguration.class, PristineHttpClientAutoConfiguration.class))
		.withBean(DataSource.class, SimpleDriverDataSource::new);

	@Test
	void everyClientOfSpringBootIsCustomized() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(RestClientCustomizer.class)
			.hasSingleBean(RestTemplateCustomizer.class)
			.hasSingleBean(RestTestClientBuilderCustomizer.class)
			.hasSingleBean(WebTestClientBuilderCustomizer.class));
	}

	@Test
	void clientThatIsCustomizedTwiceHasOneInitializer() {
		this.contextRunner
			.withBean(RestTemplate.class,
					() -> new RestTemplateBuilder(
							(template) -> ScenarioRequestInitializer.addTo(template.getClientHttpRequestInitializers()))
						.build())
			.withBean(TestRestTemplate.class, () -> new TestRestTemplate(new RestTemplateBuilder()))
			.run((context) -> {
				assertThat(context.getBean(RestTemplate.class).getClientHttpRequestInitializers()).hasSize(1);
				assertThat(context.getBean(TestRestTemplate.class).getRestTemplate().getClientHttpRequestInitializers())
					.hasSize(1);
				RestClient.Builder builder = RestClient.builder();
				RestClientCustomizer customizer = context.getBean(RestClientCustomizer.class);
				customizer.customize(builder);
				customizer.customize(builder);
				builder.requestInitializers((initializers) -> assertThat(initializers).hasSize(1));
			});
	}

	@Test
	void buildersOfWebClientHaveTheFilter() {
		this.contextRunner.withBean(WebClient.Builder.class, WebClient::builder)
			.run((context) -> context.getBean(WebClient.Builder.class)
				.filters((filters) -> assertThat(filters).hasSize(1)));
	}

	@Test
	void httpClientsOfTheContextAreWrapped() {
		HttpClient client = HttpClient.newHttpClient();
		this.contextRunner.withBean(HttpClient.class, () -> client)
			.run((context) -> assertThat(context).getBean(HttpClient.class)
				.isNotSameAs(client)
				.extracting(HttpClient::version)
				.isEqualTo(client.version()));
	}

	@Test
	void httpClientThatIsInjectedAsAClassOfItsOwnIsLeftAlone() {
		this.contextRunner.withUserConfiguration(WithAClientOfItsOwn.class)
			.run((context) -> assertThat(context.getBean("user", User.class).client())
				.isInstanceOf(OwnHttpClient.class));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void httpClientThatTheApplicationClosesIsClosed() {
		HttpClient client = HttpClient.newHttpClient();
		this.contextRunner.withBean(HttpClient.class, () -> client).run((context) -> {
			HttpClient wrapped = context.getBean(HttpClient.class);
			assertThat(isTerminated(wrapped)).isFalse();
			((AutoCloseable) wrapped).close();
			assertThat(isTerminated(wrapped)).isTrue();
			assertThat(isTerminated(client)).isTrue();
		});
	}

	private static boolean isTerminated(HttpClient client) throws Exception {
		return (Boolean) HttpClient.class.getMethod("isTerminated").invoke(client);
	}

	@Test
	void restAssuredHasOneFilterWhateverTheNumberOfContextsAndKeepsTheOthers() {
		this.contextRunner.run((context) -> this.contextRunner
			.run((other) -> assertThat(RestAssured.filters()).filteredOn(ScenarioRestAssuredFilter.class::isInstance)
				.hasSize(1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.restclient", "org.springframework.boot.resttestclient",
			"org.springframework.boot.webtestclient", "org.springframework.web.reactive",
			"org.springframework.test.web", "org.springframework.web.client", "io.restassured", "reactor.core",
			"io.micrometer.context" })
	void contextStartsWithoutTheClassesOf(String library) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void nothingIsThereWhenPristineIsDisabled() {
		this.contextRunner.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RestClientCustomizer.class)
				.doesNotHaveBean(RestTemplateCustomizer.class)
				.doesNotHaveBean(RestTestClientBuilderCustomizer.class)
				.doesNotHaveBean(WebTestClientBuilderCustomizer.class)
				.doesNotHaveBean(ClientPostProcessor.class)
				.doesNotHaveBean(HttpClientPostProcessor.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class WithAClientOfItsOwn {

		@Bean
		OwnHttpClient client() {
			return Mockito.mock(OwnHttpClient.class);
		}

		@Bean
		User user(OwnHttpClient client) {
			return new User(client);
		}

	}

	record User(OwnHttpClient client) {

	}

	abstract static class OwnHttpClient extends HttpClient {

	}

}
