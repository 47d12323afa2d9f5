package io.github.pristinedb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sentences are short: in the documents, and in the Javadoc of public types.
 */
class ProseTests {

	private static final int MOST_WORDS = 25;

	private static final Path ROOT = Path.of("..");

	// Figures that a command writes.
	private static final Pattern MEASURED = Pattern.compile("<!-- (\\w+):begin -->.*?<!-- \\1:end -->", Pattern.DOTALL);

	private static final Pattern CODE = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);

	// Headings and empty lines, and what begins an item or a row, end a sentence.
	private static final Pattern END_OF_BLOCK = Pattern.compile("\n\\s*\n|\n#.*|\n(?=\\s*[-*] |\\s*\\d+\\. )|\\|| · ");

	private static final Pattern PUBLIC_TYPE = Pattern.compile("^public ", Pattern.MULTILINE);

	private static final Pattern JAVADOC = Pattern.compile(
			"/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\n]*\\s+)*(public|protected|[A-Z_]+[,;(]|default |[\\w<>?@., ]+\\()",
			Pattern.DOTALL);

	private static final Pattern END_OF_JAVADOC_BLOCK = Pattern.compile("\n\\s*@|<p>|<li>|<td>|<tr>|\n\\s*\n");

	// What follows a semicolon is an idea of its own.
	private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?])\\s+(?=[A-Z0-9`\"'\\[(<{])|(?<=;)\\s+");

	static Stream<Path> documents() throws IOException {
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			List<Path> found = new ArrayList<>(
					docs.filter((file) -> file.toString().endsWith(".md")).sorted().toList());
			found.addAll(List.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md"),
					ROOT.resolve("demo-app/README.md")));
			return found.stream();
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void sentencesOfADocumentAreShort(Path document) throws IOException {
		String text = MEASURED.matcher(Files.readString(document)).replaceAll("");
		assertThat(longSentences(END_OF_BLOCK.split(CODE.matcher(text).replaceAll("\n\n")))).isEmpty();
	}

	@Test
	void sentencesOfPublicJavadocAreShort() throws IOException {
		try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
			assertThat(
					sources.filter((file) -> file.toString().endsWith(".java")).sorted().flatMap(ProseTests::javadoc))
				.isEmpty();
		}
	}

	@Test
	void longSentenceIsFound() {
		String words = "word ".repeat(MOST_WORDS);
		assertThat(longSentences("Too " + words.strip() + ".", "Just " + words.substring(5).strip() + ". Next.",
				"Of `" + words + "` no part counts; " + words.strip() + "."))
			.containsExactly("26 words: Too " + words.strip() + ".");
	}

	private static Stream<String> javadoc(Path source) {
		String text;
		try {
			text = Files.readString(source);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		if (!PUBLIC_TYPE.matcher(text).find()) {
			return Stream.empty();
		}
		return JAVADOC.matcher(text)
			.results()
			.map((MatchResult javadoc) -> javadoc.group(1).replaceAll("(?m)^\\s*\\*( |$)", ""))
			.flatMap((javadoc) -> longSentences(END_OF_JAVADOC_BLOCK.split(javadoc)).stream())
			.map((sentence) -> source.getFileName() + ", " + sentence);
	}

	private static List<String> longSentences(String... blocks) {
		return Arrays.stream(blocks)
			.flatMap((block) -> Arrays.stream(SENTENCE.split(withoutCode(block).strip())))
			.filter((sentence) -> words(sentence) > MOST_WORDS)
			.map((sentence) -> words(sentence) + " words: " + sentence.replaceAll("\\s+", " "))
			.toList();
	}

	/**
	 * Code counts as one word, and of a link its text alone.
	 */
	private static String withoutCode(String text) {
		return text.replaceAll("`[^`]*`", "Code")
			.replaceAll("\\{@\\w+ [^}]*\\}", "Code")
			.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
			.replaceAll("</?[^>]+>", "");
	}

	private static long words(String sentence) {
		return Arrays.stream(sentence.split("\\s+")).filter((word) -> word.matches(".*\\w.*")).count();
	}

}
