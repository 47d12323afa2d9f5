package io.github.pristinedb.benchmarks.scale.glue;

import io.cucumber.java.Before;
import io.cucumber.java.Scenario;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import io.github.pristinedb.benchmarks.scale.app.EntityService;
import io.github.pristinedb.benchmarks.scale.app.Work;

import org.springframework.beans.factory.annotation.Value;

/**
 * Steps that read, add, count, and work. A step that does not find what it expects fails.
 */
public class ScaleSteps {

	private final EntityService entities;

	private final Work work;

	private final long migrated;

	private String code = "";

	/**
	 * The steps of one scenario.
	 * @param entities the application
	 * @param work the application
	 * @param migrated how many rows a table has at the start of a scenario, or -1 if the
	 * scenarios of a feature share a database and nobody can tell
	 */
	public ScaleSteps(EntityService entities, Work work, @Value("${scale.migrated-rows}") long migrated) {
		this.entities = entities;
		this.work = work;
		this.migrated = migrated;
	}

	@Before
	public void name(Scenario scenario) {
		this.code = scenario.getName();
	}

	@Given("I read {int} row(s) of {word}, in {int} rounds of work")
	public void read(int rows, String table, int rounds) {
		expect("rows of " + table, rows, this.entities.read(table, rows).size());
		this.work.run(rounds);
	}

	@When("I add {int} row(s) to {word}, in {int} rounds of work")
	public void add(int rows, String table, int rounds) {
		this.entities.add(table, rows, this.code);
		this.work.run(rounds);
	}

	@Then("there are {int} row(s) more in {word}, in {int} rounds of work")
	public void count(int rows, String table, int rounds) {
		expect("rows of its own in " + table, rows, this.entities.countByCode(table, this.code));
		long all = this.entities.count(table);
		if (this.migrated >= 0) {
			expect("rows in " + table, this.migrated + rows, all);
		}
		this.work.run(rounds);
	}

	private void expect(String what, long expected, long found) {
		if (found != expected) {
			throw new AssertionError("%s: %d %s, expected %d".formatted(this.code, found, what, expected));
		}
	}

}
