package io.github.pristinedb.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.files.Sha256;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HtmlReport}, without a browser.
 */
class HtmlReportTests {

	@Test
	void dataIsTheReportAsJson() throws IOException {
		String json = json(MadeUpRun.of(50, 2).report().withProblems(List.of("${script}${data}")));
		byte[] data = Base64.getDecoder()
			.decode(part(page(json), "<script type=\"application/octet-stream\" id=\"data\">"));
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(data))) {
			assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(json);
		}
	}

	@Test
	void policyAllowsTheScriptAndTheStyleOfThePageAndNothingElse() throws IOException {
		String page = page("{}");
		assertThat(page).contains("default-src 'none'; script-src " + hash(part(page, "<script>")) + "; style-src "
				+ hash(part(page, "<style>")) + "; img-src data:;");
	}

	private static String hash(String text) {
		return "'sha256-"
				+ Base64.getEncoder().encodeToString(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)))
				+ "'";
	}

	@Test
	void pageIsSmallWithoutItsData() throws IOException {
		assertThat(page("{}").length()).isLessThan(300_000);
	}

	@Test
	void scriptParsesNoMarkup() throws IOException {
		assertThat(part(page("{}"), "<script>")).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML",
				"document.write", "eval(", "new Function", "DOMParser", "createContextualFragment", "fetch(",
				"XMLHttpRequest", "import(");
	}

	@Test
	void pageNamesNoAddressElsewhere() throws IOException {
		Matcher address = Pattern.compile("https?://[^\\s'\"]+").matcher(page("{}"));
		assertThat(address.results().map((match) -> match.group())).containsOnly("http://www.w3.org/2000/svg");
	}

	@Test
	void sameRunHasTheSamePageAndAnotherTimeChangesNothingButTheTime() throws IOException {
		String json = json(MadeUpRun.of(300, 3).report());
		assertThat(page(json(MadeUpRun.of(300, 3).report()))).isEqualTo(page(json));
		String later = json(MadeUpRun.of(300, 3, 1_795_555_555_555L * 1_000_000).report());
		assertThat(later).isNotEqualTo(json);
		Pattern time = Pattern.compile("\"at\":\"[^\"]+Z\"");
		assertThat(time.matcher(later).replaceAll("")).isEqualTo(time.matcher(json).replaceAll(""));
	}

	@Test
	void emptyRunIsAPageToo() throws IOException {
		RunStatistics statistics = new RunStatistics();
		statistics.add(new RunFinished());
		assertThat(page(json(statistics.report()))).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
	}

	static String json(RunReport report) throws IOException {
		StringBuilder json = new StringBuilder();
		report.writeTo(json);
		return json.toString();
	}

	static String page(String json) throws IOException {
		StringBuilder page = new StringBuilder();
		new HtmlReport((out) -> out.append(json)).writeTo(page);
		return page.toString();
	}

	static Path write(Path file, String json) throws IOException {
		return Files.writeString(file, page(json));
	}

	private static String part(String page, String start) {
		int from = page.indexOf(start) + start.length();
		return page.substring(from, page.indexOf("</", from));
	}

}
