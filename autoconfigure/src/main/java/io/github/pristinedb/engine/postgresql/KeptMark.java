package io.github.pristinedb.engine.postgresql;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.files.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The comment of a database that stays for a person to look into.
 *
 * @param run the name of the run that kept it
 * @param place a hash of the directory that its run keeps databases in, on whatever
 * machine. Others who share the server have other directories
 * @param day when it was kept
 */
record KeptMark(String run, String place, LocalDate day) {

	private static final Pattern FORM = Pattern
		.compile("Pristine: kept of run (\\S+) for ([0-9a-f]{16}) on (\\d{4}-\\d\\d-\\d\\d)");

	/**
	 * Read a comment.
	 * @param comment the comment, {@code null} if there is none
	 * @return the mark, or {@code null} if somebody else wrote the comment
	 */
	static @Nullable KeptMark of(@Nullable String comment) {
		Matcher matcher = FORM.matcher((comment != null) ? comment : "");
		return matcher.matches() ? new KeptMark(matcher.group(1), matcher.group(2), LocalDate.parse(matcher.group(3)))
				: null;
	}

	/**
	 * The place of a directory.
	 * @param directory where this machine keeps databases
	 * @return its place
	 */
	static String placeOf(Path directory) {
		String machine = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "");
		return HexFormat.of()
			.formatHex(Sha256.digest().digest((machine + ":" + directory).getBytes(StandardCharsets.UTF_8)))
			.substring(0, 16);
	}

	/**
	 * The comment.
	 */
	@Override
	public String toString() {
		return "Pristine: kept of run " + this.run + " for " + this.place + " on " + this.day;
	}

}
