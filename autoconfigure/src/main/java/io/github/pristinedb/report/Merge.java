package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.shard.WholeFile;

/**
 * What came of a merge.
 *
 * @param report the figures of all shards
 * @param problems what is missing or wrong, in sentences
 */
record Merge(RunReport report, List<String> problems) {

	/**
	 * Merge what is in the options' directories, and write what comes of it.
	 * @param options the options
	 * @return what came of it
	 * @throws IOException if something cannot be read or written
	 */
	static Merge of(MergeOptions options) throws IOException {
		List<Journal> journals = new ArrayList<>();
		List<Path> coverage = new ArrayList<>();
		List<String> problems = new ArrayList<>();
		for (Path file : files(options)) {
			String name = file.getFileName().toString();
			if (name.endsWith(Journal.ENDING)) {
				journals.add(Journal.read(file));
			}
			else if (name.startsWith("jacoco") && name.endsWith(".exec")) {
				coverage.add(file);
			}
		}
		if (journals.isEmpty()) {
			problems.add("There are no journals below " + options.inputs()
					+ ". Name the directories of the shards: each one writes its journal to target/pristine/journal.");
		}
		Collection<ShardRun> shards = shards(journals);
		int total = (options.shards() > 0) ? options.shards() : total(journals);
		problems.addAll(ShardChecks.problems(shards, total));
		RunStatistics all = new RunStatistics();
		journals.forEach((journal) -> all.include(journal.statistics()));
		List<FinishedTests> tests = shards.stream().map(ShardRun::tests).toList();
		RunReport report = all.report(tests, total + ((total == 1) ? " shard" : " shards"));
		Files.createDirectories(options.output());
		WholeFile.write(options.output().resolve("report.json"), report.toJson());
		FinishedTests.timings(tests).write(options.output().resolve("timings.tsv"));
		problems.addAll(Coverage.merge(coverage, total, options.coverage()));
		if (coverage.isEmpty() && options.requiredCoverage() != null) {
			problems.add("There is no coverage below " + options.inputs()
					+ ". Keep the jacoco.exec of each shard's build beside its journal.");
		}
		return new Merge(report, List.copyOf(problems));
	}

	/**
	 * All files below the inputs, without those of an earlier merge.
	 */
	private static List<Path> files(MergeOptions options) throws IOException {
		List<Path> files = new ArrayList<>();
		for (Path input : options.inputs()) {
			if (!Files.isDirectory(input)) {
				throw new IOException(input + " is not a directory");
			}
			try (Stream<Path> below = Files.walk(input)) {
				below.filter(Files::isRegularFile)
					.map((file) -> file.toAbsolutePath().normalize())
					.filter((file) -> !file.startsWith(options.output()) && !file.equals(options.coverage()))
					.sorted()
					.forEach(files::add);
			}
		}
		return files.stream().distinct().toList();
	}

	private static Collection<ShardRun> shards(List<Journal> journals) {
		SortedMap<Integer, List<Journal>> byNumber = new TreeMap<>();
		for (Journal journal : journals) {
			ShardChosen shard = journal.shard();
			byNumber.computeIfAbsent((shard != null) ? shard.number() : 1, (number) -> new ArrayList<>()).add(journal);
		}
		return byNumber.entrySet().stream().map((entry) -> ShardRun.of(entry.getKey(), entry.getValue())).toList();
	}

	private static int total(List<Journal> journals) {
		return journals.stream()
			.map(Journal::shard)
			.mapToInt((shard) -> (shard != null) ? shard.total() : 1)
			.max()
			.orElse(1);
	}

}
