package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What it costs to compare a template's content with what was built: a cache hit with and
 * without. The content is compared by the first hit of a JVM, so that each of these is
 * measured in a JVM of its own.
 */
final class IntegrityCost implements TemplateTable {

	private static final List<Boolean> VARIANTS = List.of(false, true);

	private static final Target TARGET = Target.atMost(1.05, "0.4 MB: first cache hit, checked against unchecked", "",
			"");

	@Override
	public List<String> measure(Path directory, int rounds) throws Exception {
		Map<String, FixtureSize> sizes = new LinkedHashMap<>();
		sizes.put("0.4 MB", FixtureSize.SMALL);
		sizes.put("4 MB", FixtureSize.MEDIUM);
		sizes.put("40 MB", FixtureSize.LARGE);
		List<List<String>> rows = List.of(row("cache hits"), row("first hit of a JVM, content not checked"),
				row("first hit of a JVM"), row("ratio"), row("start of that context, content not checked"),
				row("start of that context"), row("later hit, content not checked"), row("later hit"));
		double small = 0;
		for (Map.Entry<String, FixtureSize> size : sizes.entrySet()) {
			Map<Boolean, Hits> hits = hits(Files.createDirectories(directory.resolve(size.getKey().replace(" ", ""))),
					size.getValue(), rounds);
			Hits unchecked = Objects.requireNonNull(hits.get(false));
			Hits checked = Objects.requireNonNull(hits.get(true));
			double ratio = checked.first().median() / unchecked.first().median();
			small = (small == 0) ? ratio : small;
			List<String> cells = List.of(size.getKey(), Figures.millis(unchecked.first().median()),
					Figures.millis(checked.first().median()), Figures.ratio(ratio),
					Figures.millis(unchecked.context().median()), Figures.millis(checked.context().median()),
					Figures.millis(unchecked.later().median()), Figures.millis(checked.later().median()));
			for (int i = 0; i < rows.size(); i++) {
				rows.get(i).add(cells.get(i));
			}
		}
		MarkdownTable table = new MarkdownTable(rows.get(0));
		rows.subList(1, rows.size()).forEach(table::add);
		MarkdownTable targets = MarkdownTable.of("ratio of medians", "target", "measured");
		targets.add(TARGET.what(), TARGET.limitText(), TARGET.resultText(small));
		return List.of(table.toString(), targets.toString());
	}

	private static List<String> row(String name) {
		return new ArrayList<>(List.of(name));
	}

	private static Map<Boolean, Hits> hits(Path directory, FixtureSize size, int rounds) throws Exception {
		Fixture fixture = Fixture.generate(size, directory.resolve("migrations"));
		Map<Boolean, Hits> hits = new LinkedHashMap<>();
		VARIANTS.forEach((checked) -> hits.put(checked, new Hits(new Timings(), new Timings(), new Timings())));
		// Fills the cache, so that each of the others is a hit.
		hit(directory, fixture, true);
		new PairedRun(1, rounds).inTurn(VARIANTS, (checked, counts) -> {
			String[] nanos = hit(directory, fixture, checked).split(" ");
			Hits variant = Objects.requireNonNull(hits.get(checked));
			if (counts) {
				variant.first().add(Double.parseDouble(nanos[0]));
				variant.context().add(Double.parseDouble(nanos[1]));
				variant.later().add(Double.parseDouble(nanos[2]));
			}
		});
		return hits;
	}

	private static String hit(Path directory, Fixture fixture, boolean checked)
			throws IOException, InterruptedException {
		Process process = new ProcessBuilder(
				JvmCommand.of(List.of(), CacheHits.class, fixture.location(), directory, checked))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		if (process.waitFor() != 0) {
			throw new IllegalStateException("The JVM failed: " + output);
		}
		return output.substring(output.lastIndexOf('\n') + 1);
	}

	/**
	 * Cache hits.
	 *
	 * @param first the first ones of their JVMs
	 * @param context the starts of the contexts that they were a part of
	 * @param later the median ones of those that followed
	 */
	private record Hits(Timings first, Timings context, Timings later) {

	}

}
