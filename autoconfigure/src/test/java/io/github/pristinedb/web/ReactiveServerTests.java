package io.github.pristinedb.web;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureTestRestTemplate;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a real reactive server handles requests for the scenario of the thread that
 * sends them.
 */
@UnusedDatabase
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.main.web-application-type=reactive", "spring.reactor.context-propagation=auto" })
@AutoConfigureTestRestTemplate
@AutoConfigureWebTestClient
class ReactiveServerTests {

	/**
	 * It is on for the JVM, and other tests show what works without.
	 */
	@AfterAll
	static void disableAutomaticContextPropagation() {
		Hooks.disableAutomaticContextPropagation();
	}

	@Test
	void handlingOnOtherThreadsIsBoundByAutomaticContextPropagation(@Autowired WebTestClient client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> get(client, "/meet"));
	}

	@Test
	void handlingOnTheThreadOfTheRequestIsBound(@Autowired WebTestClient client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> get(client, "/current"));
		assertThat(ScopesAtOnce.unbound(() -> get(client, "/current"))).isEqualTo(ScopesAtOnce.NONE);
	}

	@Test
	void requestsOfTestRestTemplateAreBound(@Autowired TestRestTemplate client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> client.getForObject("/meet", String.class));
	}

	@Test
	void requestsOfAWebClientOnOtherThreadsAreBoundByAutomaticContextPropagation(@Autowired WebClient.Builder builder,
			@LocalServerPort int port) throws Exception {
		WebClient client = builder.baseUrl("http://localhost:" + port).build();
		ScopesAtOnce.eachSeesItself(() -> client.get()
			.uri("/meet")
			.retrieve()
			.bodyToMono(String.class)
			.subscribeOn(Schedulers.boundedElastic())
			.block());
	}

	private static String get(WebTestClient client, String path) {
		return client.get().uri(path).exchange().expectBody(String.class).returnResult().getResponseBody();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * The same as Spring Boot's.
		 */
		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		WebClient.Builder webClientBuilder() {
			return WebClient.builder();
		}

		@Bean
		TestController testController() {
			return new TestController();
		}

	}

	@RestController
	static class TestController {

		private final MeetingPoint meetingPoint = new MeetingPoint();

		@GetMapping("/current")
		String current() {
			return ScopesAtOnce.current();
		}

		@GetMapping("/meet")
		Mono<String> meet() {
			return Mono.fromCallable(this.meetingPoint::meet).subscribeOn(Schedulers.boundedElastic());
		}

	}

}
