package io.github.pristinedb.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * Prints what all scenarios of the demo application take with 1 and with 16 workers, and
 * writes it into the document. Arguments: a directory to work in, the directory of the
 * demo application's compiled tests, the document, and the rounds.
 */
final class WorkersBenchmark {

	private static final double LIMIT = 0.6;

	private WorkersBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		int rounds = Integer.parseInt(args[3]);
		Suite suite = new Suite(Suite.FEATURES, Path.of(args[1]), directory);
		SuiteTable table = SuiteTable.againstOneWorker();
		SuiteVariant one = SuiteVariant.WORKERS.get(0);
		SuiteVariant many = SuiteVariant.WORKERS.get(1);
		// Fills the cache.
		suite.run(one);
		new PairedRun(0, rounds).inTurn(SuiteVariant.WORKERS,
				(variant, counts) -> table.add(variant, suite.run(variant)));
		String facts = "%s. Each run in a new JVM, the template in the cache; all scenarios passed in each. Medians of %d rounds."
			.formatted(Machine.current().describe(), rounds);
		MarkdownTable targets = MarkdownTable.of("target", "measured");
		Target target = Target.atMost(LIMIT, "whole JVM", many.name(), one.name());
		targets.add("%s with 16 workers %s of it with 1".formatted(target.what(), target.limitText()),
				target.resultText(table.ratio(many, one)));
		String text = String.join("\n", List.of(facts + "\n", table.medians().toString(), targets.toString()));
		System.out.println(text);
		new MarkedSection(Path.of(args[2]), "workers").write(text);
	}

}
