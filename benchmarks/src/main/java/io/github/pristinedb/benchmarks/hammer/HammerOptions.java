package io.github.pristinedb.benchmarks.hammer;

/**
 * What the hammer is to do.
 *
 * @param engine whose databases are hammered
 * @param mode how scenarios are kept apart
 * @param scenarios how many there are
 * @param workers how many of them run at once
 * @param seed what all randomness comes from
 * @param mild whether scenarios leave out what would make others wait if they shared a
 * database
 */
record HammerOptions(HammerEngine engine, HammerMode mode, int scenarios, int workers, long seed, boolean mild) {

}
