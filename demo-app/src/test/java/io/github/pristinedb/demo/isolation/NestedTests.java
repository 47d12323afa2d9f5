package io.github.pristinedb.demo.isolation;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.PlanService;
import io.github.pristinedb.demo.plan.PlanState;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A nested class starts from what the classes around it have prepared.
 */
@DemoContext
@NeedsPristine
class NestedTests {

	@Autowired
	private ProjectService projects;

	@Autowired
	private PlanService plans;

	@BeforeAll
	static void createProject(@Autowired ProjectService projects) {
		projects.create("shop", "ann");
	}

	@Test
	void projectHasNoPlan() {
		assertThat(this.projects.list()).hasSize(1);
		assertThat(this.plans.list(1)).isEmpty();
		this.plans.tell(1, "ann", "Close the shop");
	}

	@Nested
	class WithAPlan {

		@BeforeAll
		static void tellPlan(@Autowired PlanService plans) {
			plans.tell(1, "ann", "Open the shop");
		}

		@Test
		void planIsADraft() {
			assertThat(NestedTests.this.plans.list(1)).extracting(Plan::instruction, Plan::state)
				.containsExactly(tuple("Open the shop", PlanState.DRAFT));
			NestedTests.this.plans.build(1, "ann");
		}

		@Nested
		class ThatIsBuilt {

			@BeforeAll
			static void buildPlan(@Autowired PlanService plans) {
				plans.build(1, "ann");
			}

			@Test
			void planIsBuilt() {
				assertThat(NestedTests.this.plans.requireCurrent(1).state()).isEqualTo(PlanState.BUILT);
				NestedTests.this.projects.replaceAll("market", "ann");
			}

			@Test
			void planCanBeApplied() {
				assertThat(NestedTests.this.plans.apply(1, "ann", (plan, step) -> {
				}).state()).isEqualTo(PlanState.APPLIED);
			}

		}

	}

	@Nested
	class WithoutAPlan {

		@Test
		void projectHasNoPlan() {
			assertThat(NestedTests.this.plans.list(1)).isEmpty();
		}

	}

}
