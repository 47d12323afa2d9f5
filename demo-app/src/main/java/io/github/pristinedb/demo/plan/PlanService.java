package io.github.pristinedb.demo.plan;

import java.util.List;
import java.util.Optional;

import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.RefusedException.Reason;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StringUtils;

/**
 * Takes plans from an instruction to steps that are done. What is built and applied is a
 * project's current plan: the one that was told last.
 */
@Service
public class PlanService {

	private final PlanRepository plans;

	private final MemberService members;

	private final AuditLog auditLog;

	PlanService(PlanRepository plans, MemberService members, AuditLog auditLog) {
		this.plans = plans;
		this.members = members;
		this.auditLog = auditLog;
	}

	/**
	 * Creates a plan, which becomes the project's current one.
	 * @param projectId the project
	 * @param user who tells it
	 * @param instruction what the plan is to achieve
	 * @return the plan, a draft
	 */
	@Transactional
	public Plan tell(long projectId, String user, String instruction) {
		this.members.require(projectId, user, Role.PLANNER);
		if (!StringUtils.hasText(instruction)) {
			throw new RefusedException(Reason.INVALID,
					"The instruction is empty. Say in a sentence or more what the plan is to achieve.");
		}
		this.plans.insert(projectId, user, instruction.strip());
		return changed(projectId, user, AuditAction.PLAN_TOLD);
	}

	/**
	 * Gives the current plan its steps.
	 * @param projectId the project
	 * @param user who builds it
	 * @return the plan
	 */
	@Transactional
	public Plan build(long projectId, String user) {
		this.members.require(projectId, user, Role.PLANNER);
		Plan plan = requireCurrent(projectId);
		if (plan.state() != PlanState.DRAFT) {
			throw new RefusedException("Plan %d is %s already. Tell a new plan to build another one."
				.formatted(plan.number(), plan.state()));
		}
		int position = 1;
		for (String description : StepSplitter.split(plan.instruction())) {
			this.plans.insertStep(plan.id(), position++, description);
		}
		this.plans.updateState(plan.id(), PlanState.BUILT);
		return changed(projectId, user, AuditAction.PLAN_BUILT);
	}

	/**
	 * Does the steps of the current plan.
	 * @param projectId the project
	 * @param user who applies it
	 * @param output where the results go
	 * @return the plan
	 */
	@Transactional
	public Plan apply(long projectId, String user, StepOutput output) {
		this.members.require(projectId, user, Role.PLANNER);
		Plan plan = requireCurrent(projectId);
		switch (plan.state()) {
			case DRAFT -> throw new RefusedException(
					"Plan %d has no steps yet. Build it before you apply it.".formatted(plan.number()));
			case APPLIED ->
				throw new RefusedException("Plan %d is applied already. Tell and build a new plan to apply another one."
					.formatted(plan.number()));
			case BUILT -> {
				for (Step step : steps(plan)) {
					output.write(plan, step);
					this.plans.markDone(plan.id(), step.position());
				}
				this.plans.updateState(plan.id(), PlanState.APPLIED);
			}
		}
		return changed(projectId, user, AuditAction.PLAN_APPLIED);
	}

	/**
	 * The plan that was told last.
	 * @param projectId the project
	 * @return its current plan, if it has one
	 */
	public Optional<Plan> current(long projectId) {
		return this.plans.findCurrent(projectId);
	}

	/**
	 * The current plan, or a refusal if there is none.
	 * @param projectId the project
	 * @return its current plan
	 */
	public Plan requireCurrent(long projectId) {
		return current(projectId)
			.orElseThrow(() -> new RefusedException(Reason.MISSING, "The project has no plan yet. Tell one first."));
	}

	/**
	 * The plans of a project by number.
	 * @param projectId the project
	 * @return its plans
	 */
	public List<Plan> list(long projectId) {
		return this.plans.findAll(projectId);
	}

	/**
	 * A plan of a project, or a refusal if there is none of that number.
	 * @param projectId the project
	 * @param number the plan's number in the project
	 * @return the plan
	 */
	public Plan require(long projectId, int number) {
		return list(projectId).stream()
			.filter((plan) -> plan.number() == number)
			.findFirst()
			.orElseThrow(() -> new RefusedException(Reason.MISSING, "The project has no plan %d.".formatted(number)));
	}

	/**
	 * The steps of a plan in their order.
	 * @param plan the plan
	 * @return its steps
	 */
	public List<Step> steps(Plan plan) {
		return this.plans.findSteps(plan.id());
	}

	private Plan changed(long projectId, String user, AuditAction action) {
		Plan plan = requireCurrent(projectId);
		this.auditLog.record(projectId, user, action, "plan " + plan.number());
		return plan;
	}

}
