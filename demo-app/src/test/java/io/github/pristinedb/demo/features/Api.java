package io.github.pristinedb.demo.features;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.Before;
import io.cucumber.java.DataTableType;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the steps of a scenario share: who acts, in which project, and the last answer of
 * the server. Cucumber makes an instance for each scenario.
 */
public class Api {

	private final RestClient client;

	private final JsonMapper json;

	private final boolean pristine;

	private String user = "ann";

	private String project = "/projects/0";

	private Answer last = new Answer(HttpStatusCode.valueOf(100), new HttpHeaders(), "");

	public Api(RestClient.Builder client, @LocalServerPort int port, JsonMapper json,
			@Value("${pristine.enabled:true}") boolean pristine) {
		this.client = client.baseUrl("http://localhost:" + port).build();
		this.json = json;
		this.pristine = pristine;
	}

	@Before("@rest")
	public void requirePrivateDatabases() {
		Assumptions.assumeTrue(this.pristine, "Without Pristine the scenarios would see each other's rows");
	}

	@DataTableType(replaceWithEmptyString = "[blank]")
	public String text(String cell) {
		return cell;
	}

	@Given("I act as {string}")
	public void actAs(String name) {
		this.user = name;
	}

	@Given("a project {string}")
	public void aProject(String name) {
		post("/projects", Map.of("name", name));
		isAnsweredWith(201);
		enter(location());
	}

	@Given("I am in the project {int}")
	public void inProject(int id) {
		enter("/projects/" + id);
	}

	@Then("the answer is {int}")
	public void isAnsweredWith(int status) {
		assertThat(this.last.status().value()).as(this.last.body()).isEqualTo(status);
	}

	@Then("it is to be found at {string}")
	public void isToBeFoundAt(String path) {
		assertThat(location()).isEqualTo(path);
	}

	@Then("the answer has")
	public void has(DataTable expected) {
		hasRows(expected, List.of(body()));
	}

	@Then("it is refused with {int}: {string}")
	public void isRefused(int status, String detail) {
		isAnsweredWith(status);
		assertThat(this.last.headers().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(body().path("detail").asString()).contains(detail);
	}

	/**
	 * Enters a project: the paths of other requests start there.
	 */
	void enter(String projectPath) {
		this.project = projectPath;
	}

	String project() {
		return this.project;
	}

	String user() {
		return this.user;
	}

	void get(String path) {
		send(HttpMethod.GET, path, null);
	}

	void post(String path, @Nullable Object body) {
		send(HttpMethod.POST, path, body);
	}

	void put(String path, Object body) {
		send(HttpMethod.PUT, path, body);
	}

	void delete(String path) {
		send(HttpMethod.DELETE, path, null);
	}

	/**
	 * Gets a list and compares it, row by row, in those properties that the table names.
	 */
	void listHas(String path, DataTable expected) {
		get(path);
		isAnsweredWith(200);
		hasRows(expected, StreamSupport.stream(body().spliterator(), false).toList());
	}

	void listIsEmpty(String path) {
		get(path);
		isAnsweredWith(200);
		assertThat(body()).isEmpty();
	}

	/**
	 * Compares JSON, row by row, in those properties that the table names.
	 */
	void hasRows(DataTable expected, List<JsonNode> actual) {
		List<String> names = expected.row(0);
		assertThat(actual)
			.extracting((row) -> names.stream().map((name) -> row.at("/" + name.replace('.', '/')).asString()).toList())
			.containsExactlyElementsOf(expected.rows(1).asLists());
	}

	JsonNode body() {
		return this.json.readTree(this.last.body());
	}

	String location() {
		return String.valueOf(this.last.headers().getLocation());
	}

	private void send(HttpMethod method, String path, @Nullable Object body) {
		RestClient.RequestBodySpec request = this.client.method(method).uri(path).header("X-User", this.user);
		if (body != null) {
			request.contentType(MediaType.APPLICATION_JSON).body(body);
		}
		this.last = request.exchangeForRequiredValue((sent, response) -> new Answer(response.getStatusCode(),
				response.getHeaders(), String.valueOf(response.bodyTo(String.class))));
	}

	/**
	 * What the server answered.
	 *
	 * @param status the status
	 * @param headers the headers
	 * @param body the body
	 */
	private record Answer(HttpStatusCode status, HttpHeaders headers, String body) {
	}

}
