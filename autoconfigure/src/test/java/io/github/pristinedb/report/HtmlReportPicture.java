package io.github.pristinedb.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Takes a picture of a report. Arguments: the page, the picture, the width and the height
 * in pixels, {@code light} or {@code dark}, and perhaps the name of a test to open or the
 * id of a section to show.
 */
public final class HtmlReportPicture {

	private static final String READY = """
			new Promise((resolve) => {
				const root = document.documentElement;
				const frames = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
				const look = () => root.dataset.ready && frames();
				new MutationObserver(look).observe(root, { attributes: true });
				look();
			})""";

	// Opens the test of a name, or goes to the section of an id.
	private static final String SHOW = """
			new Promise((resolve) => {
				const name = atob("%s");
				const section = document.getElementById(name);
				section?.scrollIntoView({ behavior: "instant" });
				const link = [...document.querySelectorAll(".failure")]
					.find((each) => each.querySelector(".title").textContent === name);
				if (link && !link.open) {
					link.querySelector("summary").click();
				}
				const frames = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
				const look = () => {
					const anchor = link?.querySelector(".body > .note:last-child a");
					if (anchor) {
						location.hash = anchor.hash;
					}
					return section || anchor ? frames() : setTimeout(look, 10);
				};
				look();
			})""";

	private HtmlReportPicture() {
	}

	public static void main(String[] args) throws Exception {
		try (Chromium browser = Chromium.start()) {
			browser.call("Emulation.setDeviceMetricsOverride", Map.of("width", Integer.parseInt(args[2]), "height",
					Integer.parseInt(args[3]), "deviceScaleFactor", 1, "mobile", false));
			browser.call("Emulation.setEmulatedMedia",
					Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", args[4]))));
			browser.call("Emulation.setScrollbarsHidden", Map.of("hidden", true));
			browser.open(Path.of(args[0]).toUri().toString());
			browser.evaluate(READY);
			if (args.length > 5) {
				browser.evaluate(SHOW.formatted(Base64.getEncoder().encodeToString(args[5].getBytes())));
			}
			String picture = (String) browser.call("Page.captureScreenshot", Map.of("format", "png")).get("data");
			Files.write(Path.of(args[1]), Base64.getDecoder().decode(picture));
		}
	}

}
