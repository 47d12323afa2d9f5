package io.github.pristinedb.launch;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/**
 * Finds the property that a misspelt name probably means.
 */
public final class NearestName {

	// One slip for each four letters. With more slips it is another word.
	private static final int LETTERS = 4;

	private NearestName() {
	}

	/**
	 * Ask for the property that the user probably meant.
	 * @param name the unknown name
	 * @param known the known names
	 * @return a question after a blank, empty if no known name is near
	 */
	public static String question(String name, Collection<String> known) {
		String plain = plain(name);
		return known.stream()
			.filter((each) -> distance(plain, plain(each)) <= Math.max(1, plain.length() / LETTERS)
					|| lastElement(each).equals(lastElement(name)))
			.min(Comparator.<String>comparingInt((each) -> distance(plain, plain(each)))
				.thenComparing(Comparator.naturalOrder()))
			.map((each) -> " Did you mean " + each + "?")
			.orElse("");
	}

	/**
	 * Remove the common prefix, and what relaxed binding ignores.
	 */
	private static String plain(String name) {
		return name.substring(name.indexOf('.') + 1).replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	private static String lastElement(String name) {
		String plain = plain(name);
		return plain.substring(plain.lastIndexOf('.') + 1);
	}

	/**
	 * The lowest number of letters that were left out, added, replaced, or swapped with
	 * their neighbours.
	 */
	private static int distance(String left, String right) {
		int[][] distances = new int[left.length() + 1][right.length() + 1];
		for (int i = 0; i <= left.length(); i++) {
			for (int j = 0; j <= right.length(); j++) {
				distances[i][j] = (i == 0 || j == 0) ? i + j : least(distances, left, right, i, j);
			}
		}
		return distances[left.length()][right.length()];
	}

	private static int least(int[][] distances, String left, String right, int i, int j) {
		boolean same = left.charAt(i - 1) == right.charAt(j - 1);
		int least = Math.min(distances[i - 1][j - 1] + (same ? 0 : 1),
				Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
		boolean swapped = i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
				&& left.charAt(i - 2) == right.charAt(j - 1);
		return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
	}

}
