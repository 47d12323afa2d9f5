package io.github.pristinedb.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/**
 * Prints the template's tables and writes them into the document. Arguments: a directory
 * to work in, the document, the number of rounds, and the names of the tables with commas
 * in between, or {@code all}. The document is written only if all are measured.
 */
final class TemplateBenchmark {

	private static final Map<String, TemplateTable> TABLES = new LinkedHashMap<>();

	static {
		TABLES.put("start", new ContextStart());
		TABLES.put("layers", new LayerCost());
		TABLES.put("fingerprint", new FingerprintCost());
		TABLES.put("integrity", new IntegrityCost());
	}

	private TemplateBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		boolean all = args[3].equals("all");
		List<String> parts = new ArrayList<>(
				List.of(Machine.current().describe() + ". Medians of " + args[2] + " rounds, on disk.\n"));
		for (Map.Entry<String, TemplateTable> table : TABLES.entrySet()) {
			if (all || List.of(args[3].split(",")).contains(table.getKey())) {
				parts.addAll(table.getValue()
					.measure(Files.createDirectories(directory.resolve(table.getKey())), Integer.parseInt(args[2])));
			}
		}
		parts.forEach(System.out::println);
		if (all) {
			new MarkedSection(Path.of(args[1]), "template").write(String.join("\n", parts));
		}
	}

}
