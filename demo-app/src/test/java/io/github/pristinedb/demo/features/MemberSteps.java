package io.github.pristinedb.demo.features;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps about members and their roles.
 */
public class MemberSteps {

	private final Api api;

	public MemberSteps(Api api) {
		this.api = api;
	}

	@Given("{string} is a {word} of it")
	public void isMember(String name, String role) {
		make(name, role);
		this.api.isAnsweredWith(200);
	}

	@When("I make {string} a(n) {word} of it")
	public void make(String name, String role) {
		this.api.put(this.api.project() + "/members/" + name, Map.of("role", role));
	}

	@Then("the roles are {string}")
	public void rolesAre(String names) {
		this.api.get("/roles");
		assertThat(StreamSupport.stream(this.api.body().spliterator(), false).map(JsonNode::asString))
			.containsExactlyElementsOf(List.of(names.split(", ")));
	}

	@Then("the members are")
	public void membersAre(DataTable expected) {
		this.api.listHas(this.api.project() + "/members", expected);
	}

	@When("I ask for the members")
	public void members() {
		this.api.get(this.api.project() + "/members");
	}

}
