package io.github.pristinedb.demo.plan;

import java.time.Instant;

/**
 * A plan.
 *
 * @param id its number in the database
 * @param number its number in the project, from 1
 * @param instruction what the plan is to achieve, in the words of its creator
 * @param state how far it has come
 * @param createdBy name of the user who told it
 * @param createdAt when
 * @param stepCount how many steps it has
 * @param doneCount how many of them are done
 */
public record Plan(long id, int number, String instruction, PlanState state, String createdBy, Instant createdAt,
		int stepCount, int doneCount) {
}
