package io.github.pristinedb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sentences are short: in the documents, in the Javadoc of public types, in the
 * descriptions of properties, and in messages.
 */
class ProseTests {

	private static final int MOST_WORDS = 25;

	private static final Path ROOT = Path.of("..");

	// Figures that a command writes.
	private static final Pattern MEASURED = Pattern.compile("<!-- (\\w+):begin -->.*?<!-- \\1:end -->", Pattern.DOTALL);

	private static final Pattern CODE = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);

	// Headings and empty lines, and what begins an item or a row, end a sentence.
	private static final Pattern END_OF_BLOCK = Pattern.compile("\n\\s*\n|\n#.*|\n(?=\\s*[-*] |\\s*\\d+\\. )|\\|| · ");

	private static final String LITERAL = "\"(?:[^\"\\\\]++|\\\\.)*+\"";

	private static final Pattern PUBLIC_TYPE = Pattern.compile("^public ", Pattern.MULTILINE);

	private static final Pattern JAVADOC = Pattern.compile(
			"/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\n]*\\s+)*(public|protected|[A-Z_]+[,;(]|default |[\\w<>?@., ]+\\()",
			Pattern.DOTALL);

	private static final Pattern END_OF_JAVADOC_BLOCK = Pattern.compile("\n\\s*@|<p>|<li>|<td>|<tr>|\n\\s*\n");

	// What follows a semicolon is an idea of its own.
	private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?])\\s+(?=[A-Z0-9`\"'\\[(<{*])|(?<=;)\\s+");

	// The whole of a concatenation, whatever stands between the texts in it. A comment
	// may
	// hold a quotation mark, and so may a character.
	private static final Pattern TEXT = Pattern.compile("/\\*.*?\\*/|//[^\n]*+|'(?:\\\\[^u]|[^'\\\\])'|(" + LITERAL
			+ "(?:\\s*+\\+\\s*+(?:[^\";+]*+\\+\\s*+)*+" + LITERAL + ")*+)", Pattern.DOTALL);

	private static final Pattern DESCRIPTION = Pattern.compile("\"description\": (" + LITERAL + ")");

	private static final Pattern SQL = Pattern.compile("^(ALTER|CREATE|DELETE|INSERT|PRAGMA|SELECT|UPDATE) ");

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
	void sentencesOfMessagesAreShort() throws IOException {
		try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
			assertThat(
					sources.filter((file) -> file.toString().endsWith(".java")).sorted().flatMap(ProseTests::messages))
				.isEmpty();
		}
	}

	@Test
	void sentencesOfPropertyDescriptionsAreShort() throws IOException {
		// The others are read from the Javadoc of their record.
		String metadata = Files
			.readString(Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json"));
		String[] descriptions = DESCRIPTION.matcher(metadata)
			.results()
			.map((description) -> description.group(1))
			.toArray(String[]::new);
		assertThat(descriptions).isNotEmpty();
		assertThat(longSentences(descriptions)).isEmpty();
	}

	@Test
	void longMessageIsFoundAlthoughItIsPutTogether() {
		String code = "/* A \" is no text. */ char mark = '\"'; String message = \"Short. \" + this.name()\n+ \" "
				+ "word ".repeat(13) + "\" + \"" + "word ".repeat(12) + "end.\"; int sum = 1 + 2;";
		assertThat(messages(code))
			.containsExactly("27 words: Value " + "word ".repeat(13) + "word ".repeat(12) + "end.");
	}

	@Test
	void longSentenceIsFound() {
		String words = "word ".repeat(MOST_WORDS);
		assertThat(longSentences("Too " + words.strip() + ".", "Just " + words.substring(5).strip() + ". Next.",
				"Of `" + words + "` no part counts; " + words.strip() + "."))
			.containsExactly("26 words: Too " + words.strip() + ".");
	}

	private static String read(Path source) {
		try {
			return Files.readString(source);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<String> messages(Path source) {
		return messages(read(source)).map((sentence) -> source.getFileName() + ", " + sentence);
	}

	private static Stream<String> messages(String code) {
		return TEXT.matcher(code.replace("\"\"\"", " "))
			.results()
			.map((text) -> text.group(1))
			.filter(Objects::nonNull)
			.map(ProseTests::joined)
			.filter((text) -> !SQL.matcher(text).find())
			.flatMap((text) -> longSentences(text).stream());
	}

	/**
	 * A value in a message counts as one word.
	 */
	private static String joined(String concatenation) {
		return concatenation.replaceAll("\"\\s*\\+\\s*\"", "")
			.replaceAll("\"\\s*\\+[^\"]*\\+\\s*\"", "Value")
			.replaceAll("^\"|\"$", "");
	}

	private static Stream<String> javadoc(Path source) {
		String text = read(source);
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
