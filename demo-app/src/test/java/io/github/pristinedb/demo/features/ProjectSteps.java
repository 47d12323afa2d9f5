package io.github.pristinedb.demo.features;

import java.util.Map;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;

/**
 * Steps about projects and their context files.
 */
public class ProjectSteps {

	private final Api api;

	public ProjectSteps(Api api) {
		this.api = api;
	}

	@When("I create the project {string}")
	public void create(String name) {
		this.api.post("/projects", Map.of("name", name));
	}

	@When("I create a project and forget its name")
	public void createWithoutName() {
		this.api.post("/projects", Map.of());
	}

	@When("I ask for the project {string}")
	public void get(String id) {
		this.api.get("/projects/" + id);
	}

	@Then("there are no projects")
	public void noProjects() {
		this.api.listIsEmpty("/projects");
	}

	@Then("the projects are")
	public void projectsAre(DataTable expected) {
		this.api.listHas("/projects", expected);
	}

	@When("I add the context files")
	public void addFiles(DataTable files) {
		this.api.post(this.api.project() + "/context-files", files.asMaps());
	}

	@When("I clear the context")
	public void clearContext() {
		this.api.delete(this.api.project() + "/context-files");
	}

	@Then("the context is empty")
	public void contextIsEmpty() {
		this.api.listIsEmpty(this.api.project() + "/context-files");
	}

	@Then("the context files are")
	public void contextFilesAre(DataTable expected) {
		this.api.listHas(this.api.project() + "/context-files", expected);
	}

}
