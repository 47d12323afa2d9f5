package io.github.pristinedb.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
		assertThat(Coverage.merge(List.of(one, two), 2, merged)).isEmpty();
		ExecFileLoader loader = new ExecFileLoader();
		loader.load(merged.toFile());
		ExecutionDataStore data = loader.getExecutionDataStore();
		assertThat(data.get(1).getProbes()).containsExactly(true, false, true);
		assertThat(data.get(2).getProbes()).containsExactly(true);
		assertThat(data.getContents()).hasSize(2);
	}

	@Test
	void withoutCoverageThereIsNoFileAndNoProblem() throws IOException {
		Path merged = Files.createFile(this.temporary.resolve("merged.exec"));
		assertThat(Coverage.merge(List.of(), 2, merged)).isEmpty();
		assertThat(merged).doesNotExist();
	}

	@Test
	void shardWithoutCoverageIsAProblem() throws IOException {
		Path one = write("jacoco.exec", new ExecutionData(1, "a/A", new boolean[] { true }));
		assertThat(Coverage.merge(List.of(one), 2, this.temporary.resolve("merged.exec"))).singleElement()
			.asString()
			.contains("coverage of fewer machines than there are shards (2)");
	}

	@Test
	void fileThatIsCutOffIsAProblem() throws IOException {
		Path one = write("jacoco.exec", new ExecutionData(1, "a/A", new boolean[] { true }));
		Path two = Files.createFile(this.temporary.resolve("jacoco-2.exec"));
		Path merged = this.temporary.resolve("merged.exec");
		assertThat(Coverage.merge(List.of(one, two), 2, merged)).singleElement()
			.asString()
			.contains("jacoco-2.exec has no coverage");
		assertThat(merged).hasSameBinaryContentAs(one);
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
