package io.github.pristinedb.web;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/**
 * Tests that a mock server handles requests for the scenario of the thread that sends
 * them.
 */
class MockServerTests {

	@Nested
	@UnusedDatabase
	@SpringBootTest(classes = Application.class, properties = "spring.main.web-application-type=servlet")
	@AutoConfigureMockMvc
	class Servlet {

		@Test
		void requestsOfMockMvcAreHandledOnTheirThread(@Autowired MockMvc mvc) throws Exception {
			ScopesAtOnce
				.eachSeesItself(() -> mvc.perform(get("/current")).andReturn().getResponse().getContentAsString());
		}

		@Test
		void asyncRequestsOfMockMvcAreBoundOnSpringMvcsOwnExecutor(@Autowired MockMvc mvc) throws Exception {
			ScopesAtOnce.eachSeesItself(() -> {
				MvcResult result = mvc.perform(get("/callable")).andReturn();
				return mvc.perform(asyncDispatch(result)).andReturn().getResponse().getContentAsString();
			});
		}

	}

	@Nested
	@UnusedDatabase
	@SpringBootTest(classes = Application.class, properties = "spring.main.web-application-type=reactive")
	@AutoConfigureWebTestClient
	class Reactive {

		@Test
		void requestsOfWebTestClientAreBound(@Autowired WebTestClient client) throws Exception {
			ScopesAtOnce.eachSeesItself(() -> client.get()
				.uri("/current")
				.exchange()
				.expectBody(String.class)
				.returnResult()
				.getResponseBody());
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * Makes Spring Boot's executor back off, so that Spring MVC uses its own.
		 */
		@Bean
		Executor applicationsExecutor() {
			return Runnable::run;
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

		@GetMapping("/callable")
		Callable<String> callable() {
			return this.meetingPoint::meet;
		}

	}

}
