package io.github.pristinedb.demo.plan;

/**
 * A step of a plan.
 *
 * @param position its place among the plan's steps, from 1
 * @param description what is to be done
 * @param done whether it is done
 */
public record Step(int position, String description, boolean done) {
}
