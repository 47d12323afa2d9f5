package io.github.pristinedb.demo.rest;

import java.net.URI;
import java.util.List;

import io.github.pristinedb.demo.context.ContextService;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.PlanService;
import io.github.pristinedb.demo.plan.Step;
import io.github.pristinedb.demo.plan.StepText;
import io.github.pristinedb.demo.project.ProjectService;
import io.github.pristinedb.demo.rest.PublishedSteps.PublishedStep;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

@RestResource
@RequestMapping("/projects/{project}/plans")
class PlanController extends ProjectScope {

	private final PlanService plans;

	private final ContextService context;

	private final ApplicationEventPublisher events;

	PlanController(ProjectService projects, MemberService members, PlanService plans, ContextService context,
			ApplicationEventPublisher events) {
		super(projects, members);
		this.plans = plans;
		this.context = context;
		this.events = events;
	}

	@GetMapping
	List<Plan> list(@PathVariable long project) {
		return this.plans.list(project);
	}

	@PostMapping
	ResponseEntity<Plan> tell(@PathVariable long project,
			@RequestHeader(name = RestResource.USER_HEADER, defaultValue = RestResource.DEFAULT_USER) String user,
			@RequestBody NewPlan plan) {
		Plan told = this.plans.tell(project, user, plan.instruction());
		return ResponseEntity.created(URI.create("/projects/%d/plans/%d".formatted(project, told.number()))).body(told);
	}

	@GetMapping("/{number}")
	PlanDetails get(@PathVariable long project, @PathVariable int number) {
		return details(this.plans.require(project, number));
	}

	@GetMapping("/current")
	PlanDetails current(@PathVariable long project) {
		return details(this.plans.requireCurrent(project));
	}

	@PostMapping("/current/build")
	PlanDetails build(@PathVariable long project,
			@RequestHeader(name = RestResource.USER_HEADER, defaultValue = RestResource.DEFAULT_USER) String user) {
		return details(this.plans.build(project, user));
	}

	@PostMapping("/current/apply")
	AppliedPlan apply(@PathVariable long project,
			@RequestHeader(name = RestResource.USER_HEADER, defaultValue = RestResource.DEFAULT_USER) String user) {
		PublishedSteps output = new PublishedSteps(project, user, new StepText(this.context.list(project)),
				this.events);
		return new AppliedPlan(this.plans.apply(project, user, output), output.steps());
	}

	private PlanDetails details(Plan plan) {
		return new PlanDetails(plan, this.plans.steps(plan));
	}

	record NewPlan(String instruction) {
	}

	record PlanDetails(Plan plan, List<Step> steps) {
	}

	record AppliedPlan(Plan plan, List<PublishedStep> results) {
	}

}
