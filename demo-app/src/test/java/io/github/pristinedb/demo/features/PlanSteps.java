package io.github.pristinedb.demo.features;

import java.util.Map;
import java.util.stream.StreamSupport;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps about plans.
 */
public class PlanSteps {

	private final Api api;

	public PlanSteps(Api api) {
		this.api = api;
	}

	@Given("a plan {string}")
	public void aPlan(String instruction) {
		tell(instruction);
		this.api.isAnsweredWith(201);
	}

	@Given("a built plan {string}")
	public void aBuiltPlan(String instruction) {
		aPlan(instruction);
		build();
		this.api.isAnsweredWith(200);
	}

	@Given("an applied plan {string}")
	public void anAppliedPlan(String instruction) {
		aBuiltPlan(instruction);
		apply();
		this.api.isAnsweredWith(200);
	}

	@When("I tell {string}")
	public void tell(String instruction) {
		this.api.post(plans(), Map.of("instruction", instruction));
	}

	@When("I build the plan")
	public void build() {
		this.api.post(plans() + "/current/build", null);
	}

	@When("I apply the plan")
	public void apply() {
		this.api.post(plans() + "/current/apply", null);
	}

	@When("I ask for the plan {string}")
	public void get(String number) {
		this.api.get(plans() + "/" + number);
	}

	@Then("there are no plans")
	public void noPlans() {
		this.api.listIsEmpty(plans());
	}

	@Then("the plans are")
	public void plansAre(DataTable expected) {
		this.api.listHas(plans(), expected);
	}

	@Then("its steps are")
	public void stepsAre(DataTable expected) {
		this.api.hasRows(expected, StreamSupport.stream(this.api.body().path("steps").spliterator(), false).toList());
	}

	@Then("the result of step {int} is")
	public void resultIs(int step, String text) {
		assertThat(this.api.body().path("results").path(step - 1).path("text").asString())
			.isEqualToIgnoringNewLines(text);
	}

	private String plans() {
		return this.api.project() + "/plans";
	}

}
