package io.github.pristinedb.demo.audit;

/**
 * What can happen in a project.
 */
public enum AuditAction {

	PROJECT_CREATED,

	PROJECT_REPLACED,

	MEMBER_ADDED,

	CONTEXT_ADDED,

	CONTEXT_CLEARED,

	PLAN_TOLD,

	PLAN_BUILT,

	PLAN_APPLIED,

	STEP_PUBLISHED,

	REPORT_REQUESTED,

	REPORT_WRITTEN

}
