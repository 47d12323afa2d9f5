package io.github.pristinedb.demo.plan;

import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.demo.DemoTest;
import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditEntry;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

@DemoTest
class PlanServiceTests {

	private static final StepOutput NOWHERE = (plan, step) -> {
	};

	@Autowired
	private PlanService plans;

	@Autowired
	private AuditLog auditLog;

	private long project;

	@BeforeEach
	void createProject(@Autowired ProjectService projects) {
		this.project = projects.create("shop", "ann").id();
	}

	@Test
	void toldPlanIsADraftAndTheCurrentPlan() {
		Plan plan = this.plans.tell(this.project, "ann", " Open the shop\n");
		assertThat(plan.number()).isEqualTo(1);
		assertThat(plan.instruction()).isEqualTo("Open the shop");
		assertThat(plan.state()).isEqualTo(PlanState.DRAFT);
		assertThat(plan.createdBy()).isEqualTo("ann");
		assertThat(this.plans.current(this.project)).contains(plan);
	}

	@Test
	void plansAreNumberedWithinTheirProject(@Autowired ProjectService projects) {
		long market = projects.create("market", "bob").id();
		this.plans.tell(this.project, "ann", "Open the shop");
		this.plans.tell(this.project, "ann", "Close the shop");
		assertThat(this.plans.tell(market, "bob", "Open the market").number()).isEqualTo(1);
		assertThat(this.plans.list(this.project)).extracting(Plan::number).containsExactly(1, 2);
	}

	@Test
	void emptyInstructionIsRefused() {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.plans.tell(this.project, "ann", " \n"))
			.withMessageContaining("The instruction is empty");
	}

	@Test
	void builtPlanHasSteps() {
		this.plans.tell(this.project, "ann", "Paint the walls; hang the sign");
		Plan plan = this.plans.build(this.project, "ann");
		assertThat(plan.state()).isEqualTo(PlanState.BUILT);
		assertThat(plan.stepCount()).isEqualTo(2);
		assertThat(this.plans.steps(plan)).containsExactly(new Step(1, "Paint the walls", false),
				new Step(2, "hang the sign", false));
	}

	@Test
	void buildingTwiceIsRefused() {
		this.plans.tell(this.project, "ann", "Open the shop");
		this.plans.build(this.project, "ann");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.plans.build(this.project, "ann"))
			.withMessageContaining("Plan 1 is built already");
	}

	@Test
	void buildingWithoutAPlanIsRefused() {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.plans.build(this.project, "ann"))
			.withMessageContaining("no plan yet");
	}

	@Test
	void applyingWritesEachStepInItsOrderAndMarksItDone() {
		this.plans.tell(this.project, "ann", "Paint the walls; hang the sign");
		this.plans.build(this.project, "ann");
		List<String> written = new ArrayList<>();
		Plan plan = this.plans.apply(this.project, "ann", (ignored, step) -> written.add(step.description()));
		assertThat(written).containsExactly("Paint the walls", "hang the sign");
		assertThat(plan.state()).isEqualTo(PlanState.APPLIED);
		assertThat(plan.doneCount()).isEqualTo(2);
		assertThat(this.plans.steps(plan)).allMatch(Step::done);
	}

	@Test
	void applyingADraftIsRefused() {
		this.plans.tell(this.project, "ann", "Open the shop");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.plans.apply(this.project, "ann", NOWHERE))
			.withMessageContaining("Plan 1 has no steps yet");
	}

	@Test
	void applyingTwiceIsRefused() {
		this.plans.tell(this.project, "ann", "Open the shop");
		this.plans.build(this.project, "ann");
		this.plans.apply(this.project, "ann", NOWHERE);
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.plans.apply(this.project, "ann", NOWHERE))
			.withMessageContaining("Plan 1 is applied already");
	}

	@Test
	void changesAreAudited() {
		this.plans.tell(this.project, "ann", "Open the shop");
		this.plans.build(this.project, "ann");
		this.plans.apply(this.project, "ann", NOWHERE);
		assertThat(this.auditLog.entries(this.project)).extracting(AuditEntry::action, AuditEntry::detail)
			.containsSequence(tuple(AuditAction.PLAN_TOLD, "plan 1"), tuple(AuditAction.PLAN_BUILT, "plan 1"),
					tuple(AuditAction.PLAN_APPLIED, "plan 1"));
	}

	@Test
	void viewersDoNotTellPlans(@Autowired MemberService members) {
		members.add(this.project, "ann", "bob", Role.VIEWER);
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.plans.tell(this.project, "bob", "Open the shop"))
			.withMessageContaining("needs the role planner");
	}

}
