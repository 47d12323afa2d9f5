package io.github.pristinedb.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ConnectionsLeft;
import io.github.pristinedb.event.PristineEvent.ContextStarted;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.event.PristineEvent.FailureExplained;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioRecorded;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineEvent.TemplateBuilt;
import io.github.pristinedb.event.PristineEvent.TestFailed;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page of {@link HtmlReport} in Chromium.
 */
class HtmlReportInBrowserTests {

	private static final String READY = """
			new Promise((resolve) => {
				const root = document.documentElement;
				const look = () => root.dataset.ready && resolve(true);
				new MutationObserver(look).observe(root, { attributes: true });
				look();
			})""";

	// The luminance of what is behind a text, and of the text itself.
	private static final String LOW_CONTRAST = """
			(() => {
				const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
				const pixel = (colours) => {
					canvas.clearRect(0, 0, 1, 1);
					colours.forEach((colour) => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); });
					return [...canvas.getImageData(0, 0, 1, 1).data];
				};
				const luminance = (rgb) => rgb.slice(0, 3).map((each) => each / 255)
					.map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
					.reduce((sum, each, i) => sum + each * [0.2126, 0.7152, 0.0722][i], 0);
				const behind = (element) => {
					const colours = [];
					for (let each = element; each; each = each.parentElement) {
						colours.unshift(getComputedStyle(each).backgroundColor);
					}
					return colours;
				};
				const found = new Set();
				document.querySelectorAll("body *").forEach((element) => {
					const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
					if (!text || !element.checkVisibility() || element.closest(".hidden, noscript, script, style")) {
						return;
					}
					const colours = behind(element);
					const [dark, light] = [luminance(pixel(colours)), luminance(pixel([...colours, getComputedStyle(element).color]))]
						.sort((a, b) => a - b);
					const ratio = (light + 0.05) / (dark + 0.05);
					if (ratio < 4.5) {
						found.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
					}
				});
				return [...found];
			})()""";

	// Words of a cell that have no room side by side.
	private static final String SQUEEZED = """
			[...document.querySelectorAll("main :not(.diff) > table td, main tbody th")]
				.filter((each) => each.checkVisibility() && each.innerText.length > 12 && each.clientWidth < 100)
				.map((each) => each.innerText)""";

	@TempDir
	private static Path directory;

	private static Chromium browser;

	@BeforeAll
	static void start() throws Exception {
		browser = Chromium.start();
	}

	@AfterAll
	static void end() throws Exception {
		if (browser != null) {
			browser.close();
		}
	}

	@AfterEach
	void pageHasNotFailed() {
		assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
		assertThat(browser.events("Log.entryAdded")).as("refused by the policy, or worse")
			.noneMatch((event) -> "error".equals(((Map<?, ?>) event.get("entry")).get("level")));
	}

	private static void open(String json, String fragment) throws Exception {
		browser.open(HtmlReportTests.write(directory.resolve("report.html"), json).toUri() + fragment);
		browser.evaluate(READY);
	}

	private static void openRun() throws Exception {
		open(HtmlReportTests.json(MadeUpRun.of(600, 4).report()), "");
	}

	private static String text(String selector) throws Exception {
		return (String) browser.evaluate("document.querySelector(" + quoted(selector) + ").textContent");
	}

	private static int count(String selector) throws Exception {
		return (Integer) browser.evaluate("document.querySelectorAll(" + quoted(selector) + ").length");
	}

	private static String quoted(String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

	/**
	 * Wait until a condition holds in the page.
	 */
	private static void await(String condition) throws Exception {
		browser.evaluate("""
				new Promise((resolve) => {
					const look = () => (%s) ? resolve(true) : setTimeout(look, 10);
					look();
				})""".formatted(condition));
	}

	private static void search(String words) throws Exception {
		browser.evaluate("""
				new Promise((resolve) => {
					const field = document.getElementById("search");
					field.value = %s;
					field.dispatchEvent(new Event("input"));
					requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
				})""".formatted(quoted(words)));
	}

	@Test
	void verdictAndFiguresComeFirst() throws Exception {
		openRun();
		assertThat(text("h1")).isEqualTo("2 of 600 tests failed");
		assertThat(text(".verdict")).startsWith("600 tests, 329 isolated, 271 on search.db");
		assertThat(text(".tiles")).contains("596 passed", "329 of 600", "4", "2 starts", "1 built", "2 given up");
		assertThat(browser.evaluate("document.title")).isEqualTo("2 of 600 tests failed – Pristine");
	}

	@Test
	void failureHasItsErrorItsChangedRowsItsTapeAndTheCommandThatOpensItsDatabase() throws Exception {
		openRun();
		assertThat(count("#failures .failure")).isEqualTo(2);
		assertThat(text("#failures details[open]")).contains("expected: 2 orders, but was: 3 orders",
				"sqlite3 '/home/ci/shop/target/pristine/kept/Stock_runs_low_11_.db'", "template 3f2a91c07be4",
				"120 earlier statements left out", "When she orders twice", "UNIQUE constraint failed");
		assertThat(text("#failures .diff caption")).isEqualTo("orders 3 added 1 changed 3 shown");
		assertThat(text("#failures .diff tr:nth-child(3)")).isEqualTo("changed127NEW PAID8.00null paid by card");
		assertThat(text("#failures .diff + .diff caption")).isEqualTo("voucher 1 removedThe columns have changed.");
		assertThat(text("#failures .tape")).contains("4 sets of values in one batch");
		assertThat(text("#failures .message"))
			.isEqualTo("org.opentest4j.AssertionFailedError: expected: 2 orders, but was: 3 orders");
		assertThat(text("#failures .tape tbody tr:nth-child(2)")).isEqualTo(
				"0 msinsert into orders (customer_id, state, total) values (?, ?, ?)7, NEW, 19.9010.09 msworker-1 #1");
		browser.evaluate("document.querySelector('#failures details:not([open]) summary').click()");
		await("document.querySelectorAll('#failures details .tape').length === 2");
	}

	@Test
	void rowsThatATestHasRolledBackAreNamed() throws Exception {
		RunStatistics run = new RunStatistics();
		run.add(new TestStarted("1", "OrderTests#orders()", "OrderTests.orders", false, "s"));
		run.add(new ScenarioStarted("s", "orders", "1", "database", 1));
		run.add(new ScenarioRecorded("s", 1, 5, "{\"tables\":{\"orders\":1},\"repeated\":[]}"));
		run.add(new FailureExplained("s",
				"{\"databases\":[{\"name\":\"test.db\",\"changes\":[],\"incomplete\":null}],\"tape\":[],\"earlier\":0}"));
		run.add(new TestFinished("1", Outcome.FAILED, 20_000_000, 0));
		open(HtmlReportTests.json(run.report()), "");
		assertThat(text("#failures .empty"))
			.isEqualTo("No row differs from the baseline: what the test wrote was rolled back or undone.");
	}

	@Test
	void fragmentShowsASection() throws Exception {
		open(HtmlReportTests.json(MadeUpRun.of(600, 4).report()), "#tables");
		assertThat(browser.evaluate("document.getElementById('tables').getBoundingClientRect().top < innerHeight / 2"))
			.isEqualTo(true);
	}

	@Test
	void everySectionHasItsRows() throws Exception {
		openRun();
		assertThat(text("#timeline details")).contains("worker 1", "worker 4", "2.30 s");
		assertThat(text("#tables")).contains("order_line", "features/");
		assertThat(text("#repeated")).contains("select l.id, l.product_id", "×");
		assertThat(text("#slowest")).contains("PaymentTests", "2.30 s");
		assertThat(text("#databases")).contains("search.db", "Add its prefix", "com.acme.shop.Exporter.run",
				"its database could not be restored in place", "a connection was left open");
		assertThat(text("#databases")).contains("The thread 'task-7' asks for a connection",
				"Declare the executor as a bean.", "PostgreSQL runs VACUUM outside of transactions only.");
		assertThat(text("#templates")).contains("3f2a91c07be4", "46", "640 ms", "1 ×", "PaymentTests");
	}

	@Test
	void testTellsWhatWasRefusedToItAndWhatItLeft() throws Exception {
		openRun();
		for (String each : List.of("(43)", "(41)")) {
			search(each);
			browser.evaluate("document.querySelector('#tests [data-index=\"0\"]').click()");
			await("document.querySelector('#detail h2')?.textContent.endsWith(%s)".formatted(quoted(each)));
			assertThat(browser.evaluate(
					"[...document.querySelectorAll('#detail .notice')].map((each) => each.textContent).join('|')"))
				.isEqualTo(each.equals("(43)")
						? "Refused statement: In the scenario 'Two customers want the last one (43)', which runs in one transaction,"
								+ " a statement cannot be executed: PostgreSQL runs VACUUM outside of transactions only."
								+ "Let this scenario run on a database of its own."
						: "Left 1 connection openOpened at com.acme.shop.Exporter.run(Exporter.java:57)"
								+ "|Its slot of test-shop.db was given up: a connection was left open");
		}
	}

	@Test
	void timelineIsDrawnAndMovesByKeys() throws Exception {
		openRun();
		String painted = """
				(() => {
					const canvas = document.querySelector("#timeline canvas");
					const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
					let sum = 0;
					for (let i = 0; i < data.length; i++) {
						sum = (sum * 31 + data[i]) | 0;
					}
					return sum;
				})()""";
		Object whole = browser.evaluate(painted);
		browser.evaluate("document.querySelector('#timeline canvas').focus()");
		browser.press("+");
		assertThat(browser.evaluate(painted)).isNotEqualTo(whole);
		assertThat(text("#said")).startsWith("From 2.31 s to ");
		browser.press("0");
		assertThat(browser.evaluate(painted)).isEqualTo(whole);
	}

	@Test
	void onlyRowsInSightAreElements() throws Exception {
		openRun();
		assertThat(count("#tests [data-index]")).isBetween(5, 60);
		assertThat(browser.evaluate("document.querySelector('.grid').getAttribute('aria-rowcount')")).isEqualTo("601");
		browser.evaluate("document.querySelector('#tests [data-index=\"0\"]').focus()");
		browser.press("End");
		assertThat(browser.evaluate("document.activeElement.dataset.index")).isEqualTo("599");
		assertThat(count("#tests [data-index]")).isBetween(5, 60);
	}

	@Test
	void searchAndFiltersFindTests() throws Exception {
		openRun();
		search("PAID card (1)");
		assertThat(text("#matches")).isEqualTo("1 of 600 tests");
		assertThat(text("#tests [data-index=\"0\"]")).contains("An order is paid by card (1)");
		search("table:order_line worker:2");
		assertThat(text("#matches")).matches("\\d{1,2} of 600 tests");
		search("nothing like that");
		assertThat(text("#tests .rows")).isEqualTo("No test matches.");
		search("");
		browser.evaluate("document.querySelector('[data-result=failed]').click()");
		assertThat(text("#matches")).isEqualTo("2 of 600 tests");
		browser.evaluate("""
				(() => {
					const choice = document.getElementById("filter-isolation");
					choice.value = "database";
					choice.dispatchEvent(new Event("change"));
				})()""");
		assertThat(text("#matches")).isEqualTo("1 of 600 tests");
	}

	@Test
	void titlesSort() throws Exception {
		openRun();
		browser.evaluate("document.querySelector('[data-column=millis] button').click()");
		assertThat(browser.evaluate("document.querySelector('[data-column=millis]').getAttribute('aria-sort')"))
			.isEqualTo("descending");
		assertThat(text("#tests [data-index=\"0\"] [role=gridcell]:nth-child(3)"))
			.isEqualTo(text("#slowest .bars li > span:nth-child(2)"));
	}

	@Test
	void fragmentOpensATest() throws Exception {
		RunReport report = MadeUpRun.of(600, 4).report();
		ReportedTest test = report.each()
			.stream()
			.filter((each) -> each.result().outcome() == Outcome.FAILED)
			.findFirst()
			.orElseThrow();
		open(HtmlReportTests.json(report), "#test-" + test.id());
		assertThat(browser.evaluate("document.getElementById('detail').open")).isEqualTo(true);
		assertThat(text("#detail h2")).isEqualTo(test.result().name());
		assertThat(text("#detail")).contains("Isolation", "Worker", "Tape", "sqlite3");
		browser.press("Escape");
		await("!document.getElementById('detail').open && location.hash === ''");
		for (String unknown : List.of("test-unknown", "test-%E0%A4%A")) {
			browser.evaluate("document.getElementById('said').textContent = ''");
			browser.evaluate("location.hash = '" + unknown + "'");
			await("document.getElementById('said').textContent === 'This report has no such test.'");
		}
	}

	@Test
	void keyboardReachesSearchAndRows() throws Exception {
		openRun();
		browser.press("/");
		assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("search");
		browser.evaluate("document.querySelector('#tests [data-index=\"0\"]').focus()");
		browser.press("ArrowDown");
		browser.press("ArrowDown");
		assertThat(browser.evaluate("document.activeElement.dataset.index")).isEqualTo("2");
		browser.press("Enter");
		await("document.querySelector('#detail h2')?.textContent === 'Stock runs low (2)'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<img src=x onerror='window.hacked = 1'>", "</script><script>window.hacked = 1</script>",
			"\"onclick=\"window.hacked = 1\" x=\"", "javascript:window.hacked=1", "${data}", "<!-- <script>",
			"a\u2028b\u0000c\u001b[31m\ud83d", "{{constructor.constructor('window.hacked = 1')()}}",
			"\u202egpj.exe\u2066\udc00", "red; background: url(javascript:window.hacked=1)", "__proto__",
			"]]>&lt;&#60;b&#62;", "#test-%E0%A4%A" })
	void hostileValuesStayText(String hostile) throws Exception {
		String json = HtmlReportTests.json(hostileRun(hostile).report().withProblems(List.of(hostile)));
		open(json, "");
		String readable = hostile.replace('\ud83d', '?')
			.replace('\udc00', '?')
			.replace("\u2028", "⟦U+2028⟧")
			.replace("\u0000", "␀")
			.replace("\u001b", "␛")
			.replace("\u202e", "⟦U+202E⟧")
			.replace("\u2066", "⟦U+2066⟧");
		assertThat(text("#failures .failure .title")).isEqualTo(readable);
		assertThat(text("#failures .failure .message")).isEqualTo(readable);
		assertThat(text("#failures pre.error")).startsWith(readable);
		assertThat(text("#overview .notice")).isEqualTo(readable);
		assertThat(text("#databases")).contains(readable);
		assertThat(text("#templates")).contains(readable);
		assertThat(text("#timeline table")).contains("worker 1");
		browser.evaluate("location.hash = document.querySelector('#failures .body a').hash");
		await("document.getElementById('detail').open");
		assertThat(text("#detail h2")).isEqualTo(readable);
		assertThat(browser.evaluate("window.hacked")).isNull();
		assertThat(count(
				"img, iframe, object, embed, form, [onclick], [onerror], body script:not(#data):not(:last-of-type)"))
			.isZero();
	}

	private static RunStatistics hostileRun(String hostile) {
		RunStatistics run = new RunStatistics();
		String quoted = org.springframework.boot.json.JsonWriter.standard().writeToString(hostile);
		List<PristineEvent> events = List.of(new DatabaseUnmanaged("1", hostile, hostile, hostile, false),
				new TemplateBuilt(hostile, 3, hostile, 5_000_000),
				new ContextStarted("1", "s", hostile, 1, hostile, 9_000_000),
				new TestStarted(hostile, hostile, hostile, false, "s"),
				new ScenarioStarted("s", hostile, "1", hostile, 1), new ConnectionsLeft("s", hostile, 1, hostile),
				new SlotRetired("s", hostile, hostile),
				new Refused(Refused.Kind.STATEMENT, "s", hostile, hostile, hostile, hostile, hostile),
				new DatabaseKept("s", hostile, hostile, hostile), new TestFailed(hostile, hostile));
		long at = 1_790_000_000_000_000_000L;
		for (PristineEvent event : events) {
			run.add(event, at);
		}
		run.add(new ScenarioRecorded("s", 12, 5,
				"{\"tables\":{" + quoted + ":3},\"repeated\":[{\"sql\":" + quoted + ",\"count\":11}]}"), at);
		run.add(new FailureExplained("s",
				"""
						{"databases":[{"name":%1$s,"baseline":%1$s,"isolation":%1$s,"changes":[{"table":%1$s,"added":1,"removed":0,
						"changed":0,"rows":[{"kind":"added","cells":[{"column":%1$s,"key":true,"before":null,"after":%1$s}]}]}],
						"incomplete":%1$s,"kept":{"place":%1$s,"command":%1$s},"note":%1$s}],"tape":[{"at":1,"sql":%1$s,"values":[%1$s],"rows":1,
						"micros":3,"thread":%1$s,"connection":1,"step":%1$s,"error":%1$s}],"earlier":0}"""
					.formatted(quoted)),
				at);
		run.add(new TestFinished(hostile, Outcome.FAILED, 20_000_000, 0), at + 20_000_000);
		run.add(new RunFinished(), at + 30_000_000);
		return run;
	}

	@Test
	void noteOfTheIsolationStandsBesideTheRows() throws Exception {
		open(HtmlReportTests.json(hostileRun("noted").report()), "");
		// One is of the rows, one of the isolation.
		assertThat(browser.evaluate(
				"""
						[...document.querySelectorAll("#failures .notice")].filter((each) => each.textContent === "noted").length
						"""))
			.isEqualTo(2);
	}

	@Test
	void framesOfTheStackAreQuietAndAsWideAsTheError() throws Exception {
		String error = "expected: 2\n at once\n\tat com.acme." + "long.".repeat(60)
				+ "Test.test(Test.java:7)\n\tat b(B)";
		open(HtmlReportTests.json(hostileRun(error).report()), "");
		assertThat(browser.evaluate("document.querySelector('#failures pre.error').textContent")).isEqualTo(error);
		assertThat(count("#failures pre.error .trace")).isEqualTo(2);
		assertThat(browser.evaluate("""
				(() => {
					const pre = document.querySelector("#failures pre.error");
					const [long] = pre.querySelectorAll(".trace");
					return long.getBoundingClientRect().width / pre.clientWidth > 0.9
						&& getComputedStyle(long).color !== getComputedStyle(pre).color;
				})()""")).isEqualTo(true);
	}

	@Test
	void hugeValuesAreCut() throws Exception {
		open(HtmlReportTests.json(hostileRun("x".repeat(1 << 20)).report()), "");
		assertThat(text("#failures .failure .title")).hasSize(302);
		assertThat(text("#failures pre.error")).endsWith(" … (1,048,576 characters, all of them in report.json)");
		assertThat(browser.evaluate("document.body.innerText.length < 2_000_000")).isEqualTo(true);
		search("y");
		assertThat(text("#matches")).isEqualTo("0 of 1 test");
	}

	@Test
	void tapeOfAnotherVersionTakesNoOtherPartWithIt() throws Exception {
		RunStatistics run = new RunStatistics();
		for (String id : List.of("1", "2")) {
			run.add(new TestStarted(id, "OrderTests#orders" + id + "()", "OrderTests.orders" + id, false, id));
			run.add(new ScenarioStarted(id, "orders", "1", "database", 1));
			run.add(new TestFailed(id, "expected: 2 orders"));
		}
		run.add(new ScenarioRecorded("1", 1, 5,
				"{\"tables\":[1,null],\"repeated\":[null,7,{\"sql\":{\"toString\":1,\"valueOf\":1},\"count\":[]}]}"));
		run.add(new FailureExplained("1",
				"{\"databases\":[null,5,{\"changes\":[null,{\"rows\":{}}]}],\"tape\":[null,{\"at\":\"x\",\"values\":5}]}"));
		run.add(new FailureExplained("2", "{\"tape\":[{\"sql\":{\"toString\":1,\"valueOf\":1}}]}"));
		run.add(new TestFinished("1", Outcome.FAILED, 20_000_000, 0));
		run.add(new TestFinished("2", Outcome.FAILED, 20_000_000, 0));
		open(HtmlReportTests.json(run.report()), "");
		assertThat(text("#failures details[open]")).contains("expected: 2 orders", "Tape");
		browser.evaluate("document.querySelector('#failures details:not([open]) summary').click()");
		await("document.querySelectorAll('#failures .body .notice').length === 1");
		assertThat(text("#failures .body .notice")).startsWith("The details of this test cannot be shown")
			.endsWith("The same data is in report.json.");
		assertThat(text("main > .notice")).startsWith("A part of the report cannot be shown");
		assertThat(text("#slowest")).contains("OrderTests.orders1");
		assertThat(text("#templates")).contains("No context started.");
	}

	@Test
	void noRequestLeavesThePage() throws Exception {
		openRun();
		String own = directory.toUri().toString();
		assertThat(browser.events("Network.requestWillBeSent"))
			.extracting((event) -> ((Map<?, ?>) event.get("request")).get("url").toString())
			.allMatch((url) -> url.startsWith(own) || url.startsWith("data:"));
		assertThat(browser.evaluate(
				"""
						(async () => {
							const refused = [];
							document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
							const add = (tag, properties) => document.body.append(Object.assign(document.createElement(tag), properties));
							await fetch("http://127.0.0.1:9/").catch(() => {});
							add("img", { src: "http://127.0.0.1:9/a.png" });
							add("iframe", { src: "http://127.0.0.1:9/" });
							add("link", { rel: "stylesheet", href: "http://127.0.0.1:9/a.css" });
							const styled = document.createElement("p");
							styled.setAttribute("style", "background: url(http://127.0.0.1:9/b.png)");
							document.body.append(styled);
							try { document.body.innerHTML += "<b>x</b>"; } catch { refused.push("trusted types"); }
							while (new Set(refused).size < 7) {
								await new Promise((resolve) => setTimeout(resolve, 10));
							}
							return [...new Set(refused)].sort().join(" ");
						})()"""))
			.isEqualTo(
					"connect-src frame-src img-src require-trusted-types-for style-src-attr style-src-elem trusted types");
		browser.open("about:blank");
	}

	@Test
	void themeFollowsTheSystemAndTheSwitch() throws Exception {
		String background = "getComputedStyle(document.body).backgroundColor";
		scheme("dark");
		openRun();
		Object dark = browser.evaluate(background);
		scheme("light");
		Object light = browser.evaluate(background);
		assertThat(light).isNotEqualTo(dark);
		assertThat(browser.evaluate(
				"document.getElementById('theme').click(), document.getElementById('theme').click(), " + background))
			.isEqualTo(dark);
		assertThat(text("#theme")).isEqualTo("Theme: dark");
		openRun();
		assertThat(browser.evaluate(background)).as("the choice stays").isEqualTo(dark);
		browser.evaluate("document.getElementById('theme').click()");
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void textHasContrast(String scheme) throws Exception {
		scheme(scheme);
		openRun();
		browser.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)");
		assertThat(browser.evaluate(LOW_CONTRAST)).isEqualTo(List.of());
		scheme("light");
	}

	private static void scheme(String scheme) throws Exception {
		media("", "prefers-color-scheme", scheme);
	}

	private static void media(String type, String feature, String value) throws Exception {
		browser.call("Emulation.setEmulatedMedia",
				Map.of("media", type, "features", List.of(Map.of("name", feature, "value", value))));
	}

	private static void size(int width, int height) throws Exception {
		browser.call("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void barsStandOutFromTheirLane(String scheme) throws Exception {
		scheme(scheme);
		openRun();
		// The luminance of colours without transparency.
		assertThat(browser.evaluate("""
				(() => {
					const luminance = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((each) => each / 255)
						.map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
						.reduce((sum, each, i) => sum + each * [0.2126, 0.7152, 0.0722][i], 0);
					const of = (element) => luminance(getComputedStyle(element).backgroundColor);
					const lane = of(document.querySelector(".share"));
					return [...document.querySelectorAll("#timeline .legend i")].filter((each) => {
						const [dark, light] = [lane, of(each)].sort((a, b) => a - b);
						return (light + 0.05) / (dark + 0.05) < 3;
					}).map((each) => each.className);
				})()""")).isEqualTo(List.of());
		scheme("light");
	}

	@Test
	void narrowPageKeepsItsWidthAndItsWords() throws Exception {
		size(390, 844);
		openRun();
		assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
		assertThat(browser.evaluate(SQUEEZED)).isEqualTo(List.of());
		assertThat(browser.evaluate(
				"(() => { const field = document.getElementById('search'); return field.scrollWidth <= field.clientWidth; })()"))
			.isEqualTo(true);
		assertThat(browser.evaluate(
				"document.getElementById('theme').offsetLeft + document.getElementById('theme').offsetWidth <= 390"))
			.isEqualTo(true);
		size(1440, 1000);
		openRun();
		assertThat(browser.evaluate(SQUEEZED)).isEqualTo(List.of());
		browser.call("Emulation.clearDeviceMetricsOverride", Map.of());
	}

	@Test
	void lowWindowIsForTheContent() throws Exception {
		size(720, 500);
		openRun();
		browser.evaluate("document.getElementById('tests').scrollIntoView({ behavior: 'instant' })");
		assertThat(browser.evaluate("document.elementFromPoint(360, 30).closest('main') !== null")).isEqualTo(true);
		browser.call("Emulation.clearDeviceMetricsOverride", Map.of());
	}

	@Test
	void paperHasTheFirstTestsInLightColoursAndNothingThatScrolls() throws Exception {
		scheme("dark");
		openRun();
		media("print", "prefers-color-scheme", "dark");
		await("document.querySelectorAll('#tests [data-index]').length === 100");
		assertThat(text("#tests > .note")).isEqualTo("The first 100 of 600 tests. The page has all.");
		assertThat(browser.evaluate("getComputedStyle(document.body).color")).isEqualTo("rgb(27, 33, 38)");
		assertThat(browser.evaluate(
				"""
						[...document.querySelectorAll("main *")].filter((each) => each.clientHeight > 40
							&& each.scrollHeight > each.clientHeight + 1 && getComputedStyle(each).overflowY !== "visible").map((each) => each.className)"""))
			.isEqualTo(List.of());
		assertThat(browser.evaluate("document.querySelector('nav').checkVisibility()")).isEqualTo(false);
		browser.evaluate("location.hash = document.querySelector('#failures .body a').hash");
		await("document.getElementById('detail').open && !document.getElementById('main').checkVisibility()");
		scheme("light");
		await("document.querySelectorAll('#tests [data-index]').length < 60");
		assertThat(browser.evaluate("document.querySelector('#tests > .note').hidden")).isEqualTo(true);
	}

	@Test
	void choicesStandOutWithoutColours() throws Exception {
		media("", "forced-colors", "active");
		openRun();
		assertThat(browser.evaluate("getComputedStyle(document.querySelector('[aria-pressed=true]')).outlineStyle"))
			.isEqualTo("solid");
		assertThat(browser.evaluate("getComputedStyle(document.querySelector('[aria-pressed=false]')).outlineStyle"))
			.isEqualTo("none");
		scheme("light");
	}

	@ParameterizedTest
	@CsvSource({ "reduce, auto", "no-preference, smooth" })
	void pageMovesByJumpsIfTheReaderWantsThat(String preference, String behaviour) throws Exception {
		media("", "prefers-reduced-motion", preference);
		openRun();
		assertThat(browser.evaluate("getComputedStyle(document.documentElement).scrollBehavior")).isEqualTo(behaviour);
		assertThat(browser.evaluate(
				"[...document.querySelectorAll('*')].filter((each) => getComputedStyle(each).transitionDuration !== '0s').length"))
			.isEqualTo(0);
		scheme("light");
	}

	@Test
	void tabulatorReachesEachPartInOrderAndShowsWhereItIs() throws Exception {
		openRun();
		browser.press("Tab");
		assertThat(browser.evaluate("document.activeElement.className")).isEqualTo("skip");
		browser.press("Enter");
		await("document.activeElement.id === 'tests'");
		browser.evaluate("document.activeElement.blur(), scrollTo(0, 0)");
		assertThat(browser
			.evaluate("document.querySelectorAll('[tabindex]:not([tabindex=\"0\"], [tabindex=\"-1\"])').length"))
			.isEqualTo(0);
		browser.evaluate("document.getElementById('search').focus()");
		browser.press("Tab");
		assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("theme");
		assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")).isEqualTo("solid");
	}

	@Test
	void timelineOfHundredsOfJvmsFits() throws Exception {
		RunStatistics all = new RunStatistics();
		for (int i = 0; i < 700; i++) {
			all.include(MadeUpRun.of(2, 2));
		}
		open(HtmlReportTests.json(all.report()), "");
		assertThat(text("#timeline .head p")).startsWith("1,400 workers");
		assertThat((Integer) browser.evaluate("document.querySelector('#timeline canvas').height")).isBetween(1000,
				8000);
		assertThat(count("#timeline tbody tr")).isEqualTo(1400);
	}

	@Test
	void partsOfATestAreNamed() throws Exception {
		open(HtmlReportTests.json(MadeUpRun.of(600, 4).report()), "");
		// The first one, which starts the context, is not the first one to end.
		browser.evaluate("[...document.querySelectorAll('#tests [data-index]')]"
				+ ".find((row) => row.textContent.includes('Tests.handles0')).click()");
		await("document.getElementById('detail').open");
		assertThat(text("#detail .legend"))
			.matches("Context start 2.30 s ?Waiting 30 ms ?Handover [0-9.]+ ms ?Test 1\\d\\d ms");
	}

	@Test
	void controlsHaveNamesAndIdsAreUnique() throws Exception {
		openRun();
		assertThat(browser.evaluate(
				"""
						[...document.querySelectorAll("a, button, input, select, canvas, [role=img], [role=region]")]
							.filter((each) => !(each.textContent.trim() || each.ariaLabel || each.labels?.length || each.closest("label")))
							.map((each) => each.outerHTML)"""))
			.isEqualTo(List.of());
		assertThat(browser.evaluate("""
				[...document.querySelectorAll("[aria-describedby], [aria-labelledby]")]
					.flatMap((each) => [each.getAttribute("aria-describedby"), each.getAttribute("aria-labelledby")])
					.filter((id) => id && id !== "detail-name" && !document.getElementById(id))"""))
			.isEqualTo(List.of());
		assertThat(browser.evaluate("""
				[...document.querySelectorAll("[id]")].map((each) => each.id)
					.filter((id, i, all) => all.indexOf(id) !== i)""")).isEqualTo(List.of());
		assertThat(browser.evaluate(
				"""
						[...document.querySelectorAll("#nav a")].filter((each) => !document.querySelector(each.hash)).length"""))
			.isEqualTo(0);
	}

	@Test
	void emptyRunSaysWhatIsNotThere() throws Exception {
		RunStatistics nothing = new RunStatistics();
		nothing.add(new RunFinished());
		open(HtmlReportTests.json(nothing.report()), "");
		assertThat(text("h1")).isEqualTo("No test ran");
		assertThat(text("main")).contains("No test failed.", "No written table was recorded.", "No slot was given up.",
				"No connection and no statement was refused.", "Every database of the tests is managed.",
				"No template was built or found.");
	}

	@Test
	void shardsAndWhatIsLostAreNamed() throws Exception {
		RunStatistics all = new RunStatistics();
		all.include(MadeUpRun.of(40, 2));
		all.include(MadeUpRun.of(30, 1));
		open(HtmlReportTests
			.json(all.report(List.of(FinishedTests.of(List.of(MadeUpRun.of(40, 2).tests().finished()))), "3 shards")
				.withProblems(List.of("1 failed: A voucher has run out (5) (features/orders-0.feature:38).",
						"Shard 3/3 is missing."))),
				"");
		assertThat(text("h1")).isEqualTo("2 of 40 tests failed");
		assertThat(count("#overview .notice")).isOne();
		assertThat(text("#overview .notice")).isEqualTo("Shard 3/3 is missing.");
		assertThat(text("#shards")).contains("3 shards", "Shard 3/3 is missing.", "JVM 2");
		assertThat(text("#part")).isEqualTo("/ 3 shards");
		assertThat(text("#overview")).contains("Longest JVM").doesNotContain("Wall time");
	}

	@Test
	void manyProblemsLeaveRoomForTheRest() throws Exception {
		String names = IntStream.range(0, 2_000)
			.mapToObj((i) -> "OrderTests.orders" + i)
			.collect(Collectors.joining(", "));
		List<String> problems = IntStream.rangeClosed(1, 40)
			.mapToObj((i) -> "Shard " + i + "/40 is missing. 2000 never started: " + names + ".")
			.toList();
		open(HtmlReportTests.json(MadeUpRun.of(3, 1).report().withProblems(problems)), "");
		assertThat(text("h1")).isEqualTo("3 tests passed, but the run is not whole");
		assertThat(text("#overview .notice")).isEqualTo("Shard 1/40 is missing. 2000 never started …");
		assertThat(text("#overview .verdict a")).isEqualTo("All 40 problems");
		assertThat(count("#overview .notice")).isEqualTo(5);
		assertThat(count("#shards details.notice")).isEqualTo(40);
		assertThat(text("#shards details.notice p")).isEqualTo(problems.get(0).substring(0, 20_000)
				+ " … (%,d characters, all of them in report.json)".formatted(problems.get(0).length()));
		assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
	}

	@Test
	void dataThatCannotBeReadIsAWordAndNotAnEmptyPage() throws Exception {
		browser.open(HtmlReportTests.write(directory.resolve("damaged.html"), "{\"tests\":").toUri().toString());
		assertThat(browser.evaluate("""
				new Promise((resolve) => {
					const text = document.getElementById("loading");
					const look = () => text.textContent.includes("cannot") && resolve(text.textContent);
					new MutationObserver(look).observe(text, { childList: true });
					look();
				})""").toString()).startsWith("The report cannot be shown.");
	}

}
