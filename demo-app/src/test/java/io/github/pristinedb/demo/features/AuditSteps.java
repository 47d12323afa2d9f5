package io.github.pristinedb.demo.features;

import java.util.List;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import io.github.pristinedb.demo.audit.AuditEntry;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps about the audit log.
 */
public class AuditSteps {

	private final Api api;

	private final RestTestClient client;

	private final JdbcClient jdbc;

	public AuditSteps(Api api, RestTestClient client, JdbcClient jdbc) {
		this.api = api;
		this.client = client;
		this.jdbc = jdbc;
	}

	@Then("the audit log is")
	public void auditLogIs(DataTable expected) {
		List<AuditEntry> entries = this.client.get()
			.uri(this.api.project() + "/audit-log")
			.header("X-User", this.api.user())
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(new ParameterizedTypeReference<List<AuditEntry>>() {
			})
			.returnResult()
			.getResponseBody();
		assertThat(entries).extracting((entry) -> List.of(entry.user(), entry.action().name(), entry.detail()))
			.containsExactlyElementsOf(expected.asLists());
	}

	@Then("the audit logs of all projects have {int} entries")
	public void entries(int count) {
		assertThat(this.jdbc.sql("select count(*) from audit_log").query(Integer.class).single()).isEqualTo(count);
	}

}
