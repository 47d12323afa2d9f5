package io.github.pristinedb.benchmarks.generator;

/**
 * One scenario of a suite.
 *
 * @param number its number among all scenarios of the suite, from 0
 * @param writes whether it writes
 * @param steps how many steps it has
 * @param weight what each of them costs
 * @param seed what its own randomness comes from
 */
public record GeneratedScenario(int number, boolean writes, int steps, StepWeight weight, long seed) {

}
