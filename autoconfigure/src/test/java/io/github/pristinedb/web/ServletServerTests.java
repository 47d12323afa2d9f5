package io.github.pristinedb.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Scenario;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureTestRestTemplate;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a real servlet server handles requests for the scenario of the thread that
 * sends them, whatever the client. The handlers wait for each other, so that requests of
 * several scenarios are always under way at once.
 */
@UnusedDatabase
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.main.web-application-type=servlet")
@AutoConfigureTestRestTemplate
@AutoConfigureRestTestClient
@AutoConfigureWebTestClient
@DeliberateOutput("Servlet.service\\(\\) .* threw exception")
class ServletServerTests {

	private final String url;

	ServletServerTests(@LocalServerPort int port) {
		this.url = "http://localhost:" + port;
	}

	@Test
	void requestsOfTestRestTemplateAreBound(@Autowired TestRestTemplate client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> client.getForObject("/meet", String.class));
		ScopesAtOnce.eachSeesItself(
				() -> client.withBasicAuth("user", "password").getForObject(this.url + "/meet", String.class));
	}

	@Test
	void requestsOfRestTestClientAreBound(@Autowired RestTestClient client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> get(client, "/meet"));
	}

	@Test
	void requestsOfWebTestClientAreBound(@Autowired WebTestClient client) throws Exception {
		ScopesAtOnce.eachSeesItself(
				() -> client.get().uri("/meet").exchange().expectBody(String.class).returnResult().getResponseBody());
	}

	@Test
	void requestsOfRestClientAreBound(@Autowired RestClient.Builder builder) throws Exception {
		RestClient client = builder.baseUrl(this.url).build();
		ScopesAtOnce.eachSeesItself(() -> client.get().uri("/meet").retrieve().body(String.class));
	}

	@Test
	void requestsOfRestTemplateAreBound(@Autowired RestTemplateBuilder builder) throws Exception {
		RestTemplate client = builder.build();
		ScopesAtOnce.eachSeesItself(() -> client.getForObject(this.url + "/meet", String.class));
	}

	@Test
	void requestsOfARestTemplateBeanAreBound(@Autowired RestTemplate client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> client.getForObject(this.url + "/meet", String.class));
	}

	@Test
	void requestsOfWebClientAreBound(@Autowired WebClient.Builder builder) throws Exception {
		WebClient client = builder.baseUrl(this.url).build();
		ScopesAtOnce.eachSeesItself(() -> client.get().uri("/meet").retrieve().bodyToMono(String.class).block());
	}

	@Test
	void requestsOfAnHttpClientBeanAreBound(@Autowired HttpClient client) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + "/meet")).build();
		ScopesAtOnce.eachSeesItself(() -> client.send(request, BodyHandlers.ofString()).body());
		ScopesAtOnce.eachSeesItself(() -> client.sendAsync(request, BodyHandlers.ofString()).get().body());
	}

	@Test
	void requestsOfAnHttpClientBuiltByHandAreBoundByOneLine() throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		URI uri = URI.create(this.url + "/meet");
		ScopesAtOnce.eachSeesItself(() -> {
			HttpRequest.Builder request = HttpRequest.newBuilder(uri);
			ScenarioHeader.addTo(uri, request::setHeader);
			return client.send(request.build(), BodyHandlers.ofString()).body();
		});
	}

	@Test
	void requestsOfSpringsClientsBuiltByHandAreBoundByOneLine() throws Exception {
		RestClient restClient = RestClient.builder().requestInitializer(new ScenarioRequestInitializer()).build();
		ScopesAtOnce.eachSeesItself(() -> restClient.get().uri(this.url + "/meet").retrieve().body(String.class));
		WebClient webClient = WebClient.builder().filter(new ScenarioExchangeFilter()).build();
		ScopesAtOnce
			.eachSeesItself(() -> webClient.get().uri(this.url + "/meet").retrieve().bodyToMono(String.class).block());
	}

	@Test
	void requestsOfRestAssuredAreBound() throws Exception {
		ScopesAtOnce.eachSeesItself(() -> RestAssured.get(this.url + "/meet").asString());
	}

	@Test
	void callableOfAControllerIsBound(@Autowired RestTestClient client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> get(client, "/callable"));
	}

	@Test
	void bodyThatIsStreamedIsBound(@Autowired RestTestClient client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> get(client, "/streamed"));
	}

	@Test
	void asyncMethodOfAControllerIsBound(@Autowired RestTestClient client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> get(client, "/async"));
	}

	@Test
	void dispatchOfAnAsyncRequestIsBound(@Autowired RestTestClient client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> get(client, "/deferred").replace("\"", ""));
	}

	@Test
	void dispatchToTheErrorPageIsBound(@Autowired RestTestClient client) throws Exception {
		ScopesAtOnce.eachSeesItself(() -> get(client, "/throws"));
	}

	@Test
	void requestOfAnUnboundThreadIsUnbound(@Autowired RestTestClient client) throws Exception {
		assertThat(ScopesAtOnce.unbound(() -> get(client, "/current"))).isEqualTo(ScopesAtOnce.NONE);
	}

	@Test
	void requestThatNamesAnotherJvmsScenarioIsUnbound(@Autowired RestTestClient client) throws Exception {
		assertThat(seenBy(client, "00000000-0000-0000-0000-000000000000-1")).isEqualTo(ScopesAtOnce.NONE);
	}

	@Test
	void requestThatComesAfterItsScenarioIsBoundToNoOther(@Autowired RestTestClient client) throws Exception {
		Scenario ended = ScopesAtOnce.ended();
		assertThat(seenBy(client, ended.id())).isEqualTo(ended.id());
	}

	private static String seenBy(RestTestClient client, String id) throws Exception {
		return ScopesAtOnce.unbound(() -> client.get()
			.uri("/current")
			.header(ScenarioHeader.NAME, id)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody());
	}

	private static String get(RestTestClient client, String path) {
		return client.get().uri(path).exchange().expectBody(String.class).returnResult().getResponseBody();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableAsync(proxyTargetClass = true)
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
		TestController testController(AsyncComponent asyncComponent) {
			return new TestController(asyncComponent);
		}

		@Bean
		AsyncComponent asyncComponent() {
			return new AsyncComponent();
		}

		@Bean
		RestTemplate applicationsRestTemplate() {
			return new RestTemplate();
		}

		@Bean
		HttpClient applicationsHttpClient() {
			return HttpClient.newHttpClient();
		}

	}

	static class AsyncComponent {

		private final MeetingPoint meetingPoint = new MeetingPoint();

		@Async
		public CompletableFuture<String> meet() throws Exception {
			return CompletableFuture.completedFuture(this.meetingPoint.meet());
		}

	}

	@RestController
	static class TestController implements ErrorController {

		private final AsyncComponent asyncComponent;

		private final MeetingPoint requests = new MeetingPoint();

		private final MeetingPoint callables = new MeetingPoint();

		private final MeetingPoint streams = new MeetingPoint();

		private final MeetingPoint dispatches = new MeetingPoint();

		private final MeetingPoint errors = new MeetingPoint();

		TestController(AsyncComponent asyncComponent) {
			this.asyncComponent = asyncComponent;
		}

		@GetMapping("/current")
		String current() {
			return ScopesAtOnce.current();
		}

		@GetMapping("/meet")
		String meet() throws Exception {
			return this.requests.meet();
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return this.callables::meet;
		}

		@GetMapping("/streamed")
		StreamingResponseBody streamed() {
			return (body) -> {
				try {
					body.write(this.streams.meet().getBytes(StandardCharsets.UTF_8));
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			};
		}

		@GetMapping("/async")
		CompletableFuture<String> async() throws Exception {
			return this.asyncComponent.meet();
		}

		@GetMapping("/deferred")
		DeferredResult<SeenWhenWritten> deferred() {
			DeferredResult<SeenWhenWritten> result = new DeferredResult<>();
			new Thread(() -> result.setResult(new SeenWhenWritten(this.dispatches))).start();
			return result;
		}

		@GetMapping("/throws")
		String fail() {
			throw new IllegalStateException("of the test");
		}

		@GetMapping("/error")
		String error() throws Exception {
			return this.errors.meet();
		}

	}

	/**
	 * Is written when the request is dispatched again.
	 */
	static final class SeenWhenWritten {

		private final MeetingPoint meetingPoint;

		SeenWhenWritten(MeetingPoint meetingPoint) {
			this.meetingPoint = meetingPoint;
		}

		@JsonValue
		public String seen() throws Exception {
			return this.meetingPoint.meet();
		}

	}

}
