package io.github.pristinedb.benchmarks.scale;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One way to run a suite.
 */
enum ScaleVariant {

	/**
	 * As it is without any of this: each JVM migrates a database that the scenarios of
	 * its feature share.
	 */
	A("a JVM for each feature, plain Flyway"),

	/**
	 * What isolates scenarios without Pristine.
	 */
	B("one JVM, Flyway cleans and migrates before each scenario"),

	/**
	 * Pristine alone.
	 */
	C("one JVM, Pristine"),

	/**
	 * Pristine, on all cores.
	 */
	D("one JVM, Pristine, in parallel"),

	/**
	 * The same with coverage.
	 */
	E("as d, with coverage"),

	/**
	 * A with coverage.
	 */
	F("as a, with coverage"),

	/**
	 * D without the tape.
	 */
	G("as d, without the tape");

	private static final Set<ScaleVariant> JVM_FOR_EACH_FEATURE = EnumSet.of(A, F);

	private static final Set<ScaleVariant> PARALLEL = EnumSet.of(D, E, G);

	private final String what;

	ScaleVariant(String what) {
		this.what = what;
	}

	/**
	 * As tables and command lines write it.
	 * @return a letter
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * What it does.
	 * @return a few words
	 */
	String what() {
		return this.what;
	}

	boolean needsJvmForEachFeature() {
		return JVM_FOR_EACH_FEATURE.contains(this);
	}

	boolean isParallel() {
		return PARALLEL.contains(this);
	}

	boolean isPristine() {
		return this == C || this == D || this == E || this == G;
	}

	boolean takesCoverage() {
		return this == E || this == F;
	}

	/**
	 * Whether each scenario finds the migrated state and nothing else.
	 * @return whether it does
	 */
	boolean isolates() {
		return isPristine() || this == B;
	}

	/**
	 * Read what a user wrote.
	 * @param labels letters with commas between them, {@code all} or {@code none}
	 * @return the variants
	 */
	static Set<ScaleVariant> parse(String labels) {
		return switch (labels) {
			case "all" -> EnumSet.allOf(ScaleVariant.class);
			case "none" -> EnumSet.noneOf(ScaleVariant.class);
			default -> Stream.of(labels.split(","))
				.map((label) -> of(label.strip()))
				.collect(Collectors.toCollection(() -> EnumSet.noneOf(ScaleVariant.class)));
		};
	}

	private static ScaleVariant of(String label) {
		return Stream.of(values())
			.filter((variant) -> variant.label().equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"No variant '" + label + "'. Choose letters from a to g with commas between them, all, or none."));
	}

}
