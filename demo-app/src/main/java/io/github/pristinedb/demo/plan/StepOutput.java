package io.github.pristinedb.demo.plan;

/**
 * Where the result of a step goes when a plan is applied.
 */
@FunctionalInterface
public interface StepOutput {

	/**
	 * Writes the result of a step. Called in the transaction that marks the step done: an
	 * exception leaves the plan as it was. A plan that failed is applied again, so the
	 * same step may be written twice.
	 * @param plan the plan
	 * @param step the step
	 */
	void write(Plan plan, Step step);

}
