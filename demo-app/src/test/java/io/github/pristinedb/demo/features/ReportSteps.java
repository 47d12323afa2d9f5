package io.github.pristinedb.demo.features;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import io.github.pristinedb.demo.report.Report;
import io.github.pristinedb.demo.report.ReportState;
import org.awaitility.Awaitility;

import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps about reports, which the server writes in the background.
 */
public class ReportSteps {

	private final Api api;

	private final TestRestTemplate client;

	private final JdbcClient jdbc;

	public ReportSteps(Api api, TestRestTemplate client, JdbcClient jdbc) {
		this.api = api;
		this.client = client;
		this.jdbc = jdbc;
	}

	@Given("plans cannot be read any more")
	public void breakPlans() {
		this.jdbc.sql("drop view plan_overview").update();
	}

	@Given("a written report")
	public void aWrittenReport() {
		request();
		this.api.isAnsweredWith(202);
		waitUntilWritten();
	}

	@When("I ask for a report")
	public void request() {
		this.api.post(reports(), null);
	}

	@When("I wait until it is written")
	public void waitUntilWritten() {
		assertThat(waitUntilOver()).isEqualTo(ReportState.DONE);
	}

	@When("I wait until it is given up")
	public void waitUntilGivenUp() {
		assertThat(waitUntilOver()).isEqualTo(ReportState.FAILED);
	}

	@When("I ask for the report {int}")
	public void get(int number) {
		this.api.get(reports() + "/" + number);
	}

	@When("I ask for the text of the report {int}")
	public void getContent(int number) {
		this.api.get(reports() + "/" + number + "/content");
	}

	@Then("there are no reports")
	public void noReports() {
		this.api.listIsEmpty(reports());
	}

	@Then("the reports are")
	public void reportsAre(DataTable expected) {
		this.api.listHas(reports(), expected);
	}

	@Then("the report {int} says")
	public void says(int number, String text) {
		ResponseEntity<String> response = exchange(reports() + "/" + number + "/content", String.class);
		assertThat(response.getStatusCode().value()).isEqualTo(200);
		assertThat(String.valueOf(response.getHeaders().getContentType())).startsWith("text/markdown");
		assertThat(String.valueOf(response.getBody()).strip()).isEqualTo(text);
	}

	/**
	 * Polls on this thread, which is the one that works for the scenario.
	 */
	private ReportState waitUntilOver() {
		String report = this.api.location();
		return Awaitility.await()
			.pollInSameThread()
			.until(() -> state(report), (state) -> state != ReportState.RUNNING);
	}

	private ReportState state(String report) {
		ResponseEntity<Report> response = exchange(report, Report.class);
		Report body = response.getBody();
		assertThat(body).isNotNull();
		return body.state();
	}

	private <T> ResponseEntity<T> exchange(String path, Class<T> type) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("X-User", this.api.user());
		return this.client.exchange(path, HttpMethod.GET, new HttpEntity<>(headers), type);
	}

	private String reports() {
		return this.api.project() + "/reports";
	}

}
