package io.github.pristinedb.merge;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.journal.Journal;
import io.github.pristinedb.journal.JournalFile;
import io.github.pristinedb.journal.JournalHeader;
import io.github.pristinedb.report.JvmHistory;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.ExecutionDataWriter;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Coverage}, with JaCoCo's own reader and writer.
 */
class CoverageTests {

	@TempDir
	private Path temporary;

	@Test
	void whatAnyShardHasCoveredIsCovered() throws IOException {
		Path one = write("jacoco.exec", new ExecutionData(1, "a/A", new boolean[] { true, false, false }),
				new ExecutionData(2, "a/B", new boolean[] { true }));
		Path two = write("jacoco-2.exec", new ExecutionData(1, "a/A", new boolean[] { false, false, true }));
		Path merged = this.temporary.resolve("merged.exec");
		assertThat(new Coverage(List.of(one, two)).mergeInto(merged)).isEmpty();
		ExecFileLoader loader = new ExecFileLoader();
		loader.load(merged.toFile());
		ExecutionDataStore data = loader.getExecutionDataStore();
		assertThat(data.get(1).getProbes()).containsExactly(true, false, true);
		assertThat(data.get(2).getProbes()).containsExactly(true);
		assertThat(data.getContents()).hasSize(2);
		assertThat(new Coverage(List.of(merged)).mergeInto(this.temporary.resolve("again.exec"))).isEmpty();
	}

	@Test
	void withoutCoverageThereIsNoFileAndNoProblem() throws IOException {
		Path merged = Files.createFile(this.temporary.resolve("merged.exec"));
		assertThat(new Coverage(List.of()).mergeInto(merged)).isEmpty();
		assertThat(merged).doesNotExist();
	}

	@Test
	void fileThatIsCutOffIsAProblem() throws IOException {
		Path one = write("jacoco.exec", new ExecutionData(1, "a/A", new boolean[] { true }));
		boolean[] probes = new boolean[300];
		probes[299] = true;
		byte[] whole = Files.readAllBytes(
				write("jacoco-2.exec", new ExecutionData(2, "a/B", probes), new ExecutionData(3, "ü", probes)));
		Path two = this.temporary.resolve("jacoco-2.exec");
		Path merged = this.temporary.resolve("merged.exec");
		int problems = 0;
		for (int length = 0; length < whole.length; length++) {
			Files.write(two, Arrays.copyOf(whole, length));
			List<String> found = new Coverage(List.of(one, two)).mergeInto(merged);
			problems += found.size();
			assertThat(found).allSatisfy((problem) -> assertThat(problem).contains("jacoco-2.exec"));
			assertThat(merged).satisfies((file) -> new ExecFileLoader().load(file.toFile()));
		}
		assertThat(problems).as("all but where a block ends").isEqualTo(whole.length - 2);
		Files.writeString(two, "something else");
		assertThat(new Coverage(List.of(two)).mergeInto(merged)).singleElement()
			.asString()
			.contains("jacoco-2.exec has no coverage");
	}

	@Test
	void coverageIsOfTheShardWhoseJournalsAreNearest() throws IOException {
		List<ShardRun> shards = List.of(shard(1, "1/pristine/journal", true), shard(2, "2/pristine/journal", true),
				shard(3, "3", true), shard(4, "4/pristine/journal", false));
		assertThat(missing(shards, "1/jacoco.exec", "1/jacoco-it.exec")).containsExactly(2, 3);
		assertThat(missing(shards, "1/jacoco.exec", "2/pristine/jacoco.exec", "3/jacoco.exec")).isEmpty();
		assertThat(missing(shards, "coverage/jacoco-1.exec", "coverage/jacoco-2.exec")).as("of any")
			.containsExactly(1, 2, 3);
		assertThat(missing(shards, "coverage/jacoco-1.exec", "coverage/jacoco-2.exec", "3/jacoco.exec")).isEmpty();
	}

	private List<Integer> missing(List<ShardRun> shards, String... files) {
		List<String> problems = new Coverage(Stream.of(files).map(this.temporary::resolve).toList()).missing(shards);
		return problems.stream()
			.flatMap((problem) -> Pattern.compile("\\d+").matcher(problem).results())
			.map((number) -> Integer.valueOf(number.group()))
			.toList();
	}

	private ShardRun shard(int number, String directory, boolean ran) throws IOException {
		Path file = Files.createDirectories(this.temporary.resolve(directory)).resolve("a.journal");
		PristineEvent[] events = ran ? new PristineEvent[] { new TestStarted("1", "u", "one", false, "") }
				: new PristineEvent[0];
		JournalFile.write(file, new JournalHeader("run", "", "process", 1), events);
		return ShardRun.of(number, List.of(JvmHistory.of(Journal.read(file))));
	}

	private Path write(String name, ExecutionData... data) throws IOException {
		Path file = this.temporary.resolve(name);
		try (OutputStream out = Files.newOutputStream(file)) {
			ExecutionDataWriter writer = new ExecutionDataWriter(out);
			for (ExecutionData each : data) {
				writer.visitClassExecution(each);
			}
		}
		return file;
	}

}
