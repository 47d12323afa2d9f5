package io.github.pristinedb.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.WholeFile;
import io.github.pristinedb.launch.RunId;
import io.github.pristinedb.report.FinishedTests;
import io.github.pristinedb.report.HtmlReport;
import io.github.pristinedb.report.JvmHistory;
import io.github.pristinedb.report.RunReport;
import io.github.pristinedb.report.RunStatistics;

/**
 * The result of a merge.
 *
 * @param report the figures of all shards
 * @param problems the problems, in sentences
 * @param notes the doubts, in sentences
 */
record Merge(RunReport report, List<String> problems, List<String> notes) {

	/**
	 * Merge the files in the options' directories, and write the output.
	 * @param options the options
	 * @return the result
	 * @throws IOException if the output cannot be written
	 */
	static Merge of(MergeOptions options) throws IOException {
		MergeInputs inputs = MergeInputs.find(options);
		List<JvmHistory> journals = inputs.journals();
		List<String> problems = new ArrayList<>(inputs.problems());
		if (journals.isEmpty()) {
			problems.add("There are no journals below " + options.inputs()
					+ ". Name the directories of the shards: each one writes its journal to target/pristine/journal.");
		}
		Collection<ShardRun> shards = shards(journals);
		int total = (options.shards() > 0) ? options.shards() : total(journals);
		problems.addAll(ShardChecks.problems(shards, total, RunId.ofThisProcess()));
		RunStatistics all = new RunStatistics();
		journals.forEach((journal) -> all.include(journal.statistics()));
		List<FinishedTests> tests = shards.stream().map(ShardRun::tests).toList();
		OwnFile.createNamedDirectories(options.output());
		FinishedTests.timings(tests).write(options.output().resolve("timings.tsv"));
		Coverage coverage = new Coverage(inputs.coverage());
		problems.addAll(coverage.mergeInto(options.coverage()));
		if (!inputs.coverage().isEmpty()) {
			problems.addAll(coverage.missing(shards));
		}
		else if (options.requiredCoverage() != null) {
			problems.add("There is no coverage below " + options.inputs()
					+ ". Keep the jacoco.exec of each shard's build beside its journal.");
		}
		RunReport report = all.report(tests, total + ((total == 1) ? " shard" : " shards"))
			.withProblems(List.copyOf(problems));
		WholeFile.write(options.output().resolve("report.json"), report::writeTo);
		WholeFile.write(options.output().resolve("report.html"), new HtmlReport(report::writeTo)::writeTo);
		String doubt = ShardChecks.doubt(shards);
		return new Merge(report, List.copyOf(problems), (doubt != null) ? List.of(doubt) : List.of());
	}

	private static Collection<ShardRun> shards(List<JvmHistory> journals) {
		SortedMap<Integer, List<JvmHistory>> byNumber = new TreeMap<>();
		for (JvmHistory journal : journals) {
			ShardChosen shard = journal.shard();
			byNumber.computeIfAbsent((shard != null) ? shard.number() : 1, (number) -> new ArrayList<>()).add(journal);
		}
		return byNumber.entrySet().stream().map((entry) -> ShardRun.of(entry.getKey(), entry.getValue())).toList();
	}

	private static int total(List<JvmHistory> journals) {
		return journals.stream()
			.map(JvmHistory::shard)
			.mapToInt((shard) -> (shard != null) ? shard.total() : 1)
			.max()
			.orElse(1);
	}

}
