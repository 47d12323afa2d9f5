package io.github.pristinedb.benchmarks.hammer;

import java.util.ArrayList;
import java.util.List;

/**
 * Notes what a scenario does, and tells the run when it sees what it should not see.
 */
final class Witness {

	private final HammerRun run;

	private final String scenario;

	private final List<String> done = new ArrayList<>();

	private String file = "";

	private String previous = "";

	Witness(HammerRun run, String scenario) {
		this.run = run;
		this.scenario = scenario;
	}

	/**
	 * The name of the scenario.
	 * @return the name, which is different in all scenarios of a run
	 */
	String scenario() {
		return this.scenario;
	}

	/**
	 * The scenario knows its database by now: ask who had it before.
	 * @param file the slot's file
	 */
	void entered(String file) {
		this.file = file;
		this.previous = this.run.leftBy(file);
	}

	/**
	 * The scenario was refused what is not possible in a transaction.
	 */
	void refused() {
		this.run.refused();
	}

	void did(String what) {
		this.done.add(what);
	}

	/**
	 * The scenario is over: let whoever has its database next know.
	 */
	void left() {
		this.run.left(this.file, this.scenario + " " + this.done);
	}

	void expect(Content expected, Content found, String when) {
		if (!found.equals(expected)) {
			violated(when + ": " + expected.differences(found));
		}
	}

	void expect(ConnectionState expected, ConnectionState found, String when) {
		if (!found.equals(expected)) {
			violated(when + ": " + expected.differences(found));
		}
	}

	void expectChecksum(Content expected, String found, String when) {
		if (!found.equals(expected.checksum())) {
			violated(when + ": the checksum is " + found);
		}
	}

	void violated(String what) {
		this.run.violated(toString(), what);
	}

	@Override
	public String toString() {
		return this.scenario + " " + this.done + " after " + this.previous;
	}

}
