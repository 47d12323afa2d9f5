package io.github.pristinedb.demo.cli;

/**
 * How a number of things is shown.
 */
final class Count {

	private Count() {
	}

	static String of(long number, String thing) {
		return number + " " + thing + ((number != 1) ? "s" : "");
	}

}
