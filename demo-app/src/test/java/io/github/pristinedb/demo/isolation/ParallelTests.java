package io.github.pristinedb.demo.isolation;

import java.util.Map;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.PlanService;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods of one class that run at the same time, and would be in each other's way.
 */
@DemoContext
@NeedsPristine
@Execution(ExecutionMode.CONCURRENT)
public class ParallelTests {

	@Autowired
	private ProjectService projects;

	@Autowired
	private PlanService plans;

	@RepeatedTest(16)
	void nameIsNeverTaken() {
		Project shop = this.projects.create("shop", "ann");
		assertThat(this.projects.list()).containsExactly(shop);
	}

	@RepeatedTest(16)
	void projectIsReplacedByNobodyElse() {
		this.projects.create("shop", "ann");
		this.plans.tell(1, "ann", "Open the shop");
		assertThat(this.plans.list(1)).extracting(Plan::id).containsExactly(1L);
		Project market = this.projects.replaceAll("market", "ann");
		assertThat(this.projects.list()).containsExactly(market);
	}

	@RepeatedTest(16)
	void requestsOverHttpAreThoseOfTheTest(@Autowired RestTestClient client) {
		client.post()
			.uri("/projects")
			.body(Map.of("name", "shop"))
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.CREATED)
			.expectHeader()
			.location("/projects/1");
		assertThat(this.projects.list()).extracting(Project::name).containsExactly("shop");
	}

}
