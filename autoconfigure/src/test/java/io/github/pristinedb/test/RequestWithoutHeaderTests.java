package io.github.pristinedb.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.NotesApplication.Notes;
import io.github.pristinedb.web.ScenarioHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of a client of one's own, which knows nothing of scenarios.
 */
@NotesProperties
@SpringBootTest(classes = { NotesApplication.class, RequestWithoutHeaderTests.NotesController.class },
		webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "spring.main.web-application-type=servlet",
				// Tomcat logs the exception with its stack.
				"logging.level.org.apache.catalina.core.ContainerBase=off" })
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("asks for a connection")
class RequestWithoutHeaderTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private Notes notes;

	@Autowired
	private ApplicationContext context;

	@Test
	void requestReachesTheDatabaseOfTheOneScenarioThatRuns(CapturedOutput output) throws Exception {
		this.notes.add("from the test");
		assertThat(get().body()).contains("from the test");
		assertThat(get().body()).contains("from the test");
		assertThat(output.toString().lines().filter((line) -> line.contains("works for no scenario")).count())
			.isLessThanOrEqualTo(1);
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void requestIsRefusedWhenSeveralScenariosRunAndTheLogNamesTheClientsCure(CapturedOutput output) throws Exception {
		Stage.scenario(this.context, "another one", () -> assertThat(get().statusCode()).isEqualTo(500));
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("exec", "another one", "ScenarioRequestInitializer", ScenarioHeader.NAME)
			.doesNotContain("Scenarios.wrap");
	}

	/**
	 * Those of Pristine. A pool of another test may print something at the same time.
	 */
	private static List<String> warnings(CapturedOutput output) {
		return output.toString()
			.lines()
			.filter((line) -> line.contains(" WARN ") && line.contains("pristinedb"))
			.toList();
	}

	private HttpResponse<String> get() throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:" + this.port + "/notes");
		return this.client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	@RestController
	static class NotesController {

		private final Notes notes;

		NotesController(Notes notes) {
			this.notes = notes;
		}

		@GetMapping("/notes")
		List<String> notes() {
			return this.notes.all();
		}

	}

}
