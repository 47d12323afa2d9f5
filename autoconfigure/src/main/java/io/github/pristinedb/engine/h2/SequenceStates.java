package io.github.pristinedb.engine.h2;

import java.util.List;

import org.h2.schema.Sequence;

/**
 * The sequences, those of identity columns included. All of their options count:
 * {@code ALTER SEQUENCE … INCREMENT BY} changes no schema in the eyes of H2.
 */
final class SequenceStates implements StatePart {

	private final H2Internals internals;

	private final List<State> sequences;

	/**
	 * Remember the sequences.
	 * @param internals reaches what H2 does not show
	 * @param sequences the sequences of a database
	 */
	SequenceStates(H2Internals internals, List<Sequence> sequences) {
		this.internals = internals;
		this.sequences = sequences.stream().map(this::state).toList();
	}

	private State state(Sequence sequence) {
		return new State(sequence, sequence.getBaseValue(), sequence.getStartValue(), sequence.getMinValue(),
				sequence.getMaxValue(), sequence.getIncrement(), sequence.getCycle(), sequence.getCacheSize(),
				this.internals.margin(sequence));
	}

	@Override
	public Change look() {
		for (State state : this.sequences) {
			if (!state.equals(state(state.sequence))) {
				return Change.RESTORABLE;
			}
		}
		return Change.NONE;
	}

	@Override
	public void restore() {
		for (State state : this.sequences) {
			if (!state.equals(state(state.sequence))) {
				state.restore();
				this.internals.setMargin(state.sequence, state.margin);
				if (!state.equals(state(state.sequence))) {
					throw new IllegalStateException("The sequence " + state.sequence.getName() + " cannot be put back");
				}
			}
		}
	}

	@Override
	public String doubt() {
		return "a sequence was changed";
	}

	/**
	 * A sequence as it was.
	 *
	 * @param sequence the sequence
	 * @param base the next number
	 * @param start the number after a restart
	 * @param min the least number
	 * @param max the greatest number
	 * @param increment the step
	 * @param cycle what comes after the last number
	 * @param cache how many numbers are written to the catalog ahead
	 * @param margin the last of these
	 */
	private record State(Sequence sequence, long base, long start, long min, long max, long increment,
			Sequence.Cycle cycle, long cache, long margin) {

		void restore() {
			this.sequence.modify(this.base, this.start, this.min, this.max, this.increment, this.cycle, this.cache);
		}

	}

}
