package io.github.pristinedb.demo.rest;

import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditEvent;
import io.github.pristinedb.demo.plan.Plan;
import io.github.pristinedb.demo.plan.Step;
import io.github.pristinedb.demo.plan.StepOutput;
import io.github.pristinedb.demo.plan.StepText;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Collects the results of steps for the answer to a request. Nobody gets to see them
 * unless the plan's transaction is committed, and so the audit log hears of them then.
 */
final class PublishedSteps implements StepOutput {

	private final long projectId;

	private final String user;

	private final StepText text;

	private final ApplicationEventPublisher events;

	private final List<PublishedStep> steps = new ArrayList<>();

	PublishedSteps(long projectId, String user, StepText text, ApplicationEventPublisher events) {
		this.projectId = projectId;
		this.user = user;
		this.text = text;
		this.events = events;
	}

	@Override
	public void write(Plan plan, Step step) {
		this.steps.add(new PublishedStep(step.position(), this.text.of(plan, step)));
		this.events.publishEvent(new AuditEvent(this.projectId, this.user, AuditAction.STEP_PUBLISHED,
				"plan " + plan.number() + ", step " + step.position()));
	}

	List<PublishedStep> steps() {
		return this.steps;
	}

	/**
	 * The result of a step.
	 *
	 * @param position the step's place among the plan's steps, from 1
	 * @param text the result, in Markdown
	 */
	record PublishedStep(int position, String text) {
	}

}
