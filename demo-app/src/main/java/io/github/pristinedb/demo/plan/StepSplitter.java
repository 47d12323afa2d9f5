package io.github.pristinedb.demo.plan;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes steps of an instruction: one for each line, sentence or clause that follows a
 * semicolon or "then". The same instruction always gives the same steps.
 */
final class StepSplitter {

	private static final Pattern BOUNDARY = Pattern.compile("\\R|;|(?<=[.!?])\\s+|,?\\s+(?:and\\s+)?then\\s+",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern DECORATION = Pattern.compile("^[\\s\\-*•,]+|[\\s,.]+$");

	private StepSplitter() {
	}

	static List<String> split(String instruction) {
		List<String> steps = BOUNDARY.splitAsStream(instruction)
			.map((part) -> DECORATION.matcher(part).replaceAll(""))
			.filter((part) -> !part.isEmpty())
			.toList();
		return steps.isEmpty() ? List.of(instruction.strip()) : steps;
	}

}
