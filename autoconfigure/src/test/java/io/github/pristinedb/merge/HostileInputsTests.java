package io.github.pristinedb.merge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import io.github.pristinedb.CommandRun;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.journal.JournalFile;
import io.github.pristinedb.journal.JournalHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The merge and files that no shard of this run wrote: it says which file, what is wrong
 * and what to do, and merges the rest.
 */
class HostileInputsTests {

	@TempDir
	private Path temporary;

	@BeforeEach
	void shardThatIsWhole() throws IOException {
		JournalFile.write(input("shard-1/whole.journal"), new JournalHeader("run", "", "process", 1),
				new ShardChosen(1, 1, "none"), new TestStarted("1", "OrderTests#a()", "OrderTests.a", false, "s"),
				new ScenarioStarted("s", "a", "1", "database", 1), new TestFinished("1", Outcome.PASSED, 5_000_000, 0),
				new RunFinished());
	}

	private Path input(String name) throws IOException {
		Path file = this.temporary.resolve("in").resolve(name);
		Files.createDirectories(file.getParent());
		return file;
	}

	private CommandRun merge() {
		return CommandRun.of((out, err) -> MergeCommand.run(out, err, "--output",
				this.temporary.resolve("merged").toString(), this.temporary.resolve("in").toString()));
	}

	private void assertNamed(String file, String problem) throws IOException {
		CommandRun merged = merge();
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.errors()).singleElement()
			.asString()
			.isEqualTo("pristine: " + this.temporary.resolve("in").resolve(file) + " cannot be read: " + problem);
		assertThat(merged.out()).contains("1 passed, 0 failed");
		assertThat(Files.readString(this.temporary.resolve("merged/report.json"))).contains("OrderTests.a", file);
	}

	@Test
	void journalOfAnotherVersionIsNamed() throws Exception {
		Files.writeString(input("shard-2/old.journal"), "pristine-journal-2\trun\t\tprocess\t1\n");
		assertNamed("shard-2/old.journal",
				"it is not a journal of this version, since it begins with 'pristine-journal-2?run??process?1'."
						+ " Use the same version of Pristine on all machines.");
	}

	@Test
	void eventOfALaterVersionIsNamedWithItsLine() throws Exception {
		Path file = JournalFile.write(input("shard-2/new.journal"), new JournalHeader("run", "", "process", 1),
				new ShardChosen(1, 1, "none"));
		Files.writeString(file, Files.readString(file) + "7\tMoonRisen\t\u001b[2J" + "x".repeat(1 << 20) + "\n");
		assertNamed("shard-2/new.journal", "its line 3 is not an event of this version: '7?MoonRisen??[2J"
				+ "x".repeat(84) + "…'. Use the same version of Pristine on all machines.");
	}

	@Test
	void compressedFileIsNotUnpacked() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream out = new GZIPOutputStream(bytes)) {
			for (int i = 0; i < 64; i++) {
				out.write(new byte[1 << 16]);
			}
		}
		Files.write(input("shard-2/bomb.journal"), bytes.toByteArray());
		CommandRun merged = merge();
		assertThat(merged.errors()).singleElement()
			.asString()
			.contains("bomb.journal cannot be read: it is not a journal of this version")
			.hasSizeLessThan(500)
			.doesNotContainPattern("\\p{Cntrl}");
	}

	@Test
	void hugeFileIsNotRead() throws Exception {
		try (RandomAccessFile file = new RandomAccessFile(input("shard-2/huge.journal").toFile(), "rw")) {
			file.setLength((1L << 28) + 1);
		}
		assertNamed("shard-2/huge.journal", "it has more than 256 MiB. Cut the suite into more shards, or set"
				+ " pristine.tape=off and pristine.diff=off.");
	}

	@Test
	void journalThatIsCutOffIsOfAJvmThatDied() throws Exception {
		Path file = input("shard-1/whole.journal");
		byte[] bytes = Files.readAllBytes(file);
		Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 30));
		CommandRun merged = merge();
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.errors()).singleElement()
			.asString()
			.isEqualTo(
					"pristine: Shard 1/1 died, or has not ended. 1 running: OrderTests.a (OrderTests#a()); 0 never started.");
	}

	@Test
	void reportOfAnotherMachineIsNoInput() throws Exception {
		Files.writeString(input("shard-1/report.json"), "{\"verdict\":\"</script><script>alert(1)</script>\"");
		Files.writeString(input("shard-1/report.html"), "<script>alert(1)</script>");
		CommandRun merged = merge();
		assertThat(merged.errors()).isEmpty();
		assertThat(Files.readString(this.temporary.resolve("merged/report.html"))).doesNotContain("alert(1)");
	}

	@Test
	void numberOfShardsThatNobodyHasIsNotCountedToItsEnd() throws Exception {
		JournalFile.write(input("shard-2/many.journal"), new JournalHeader("run", "", "process", 1),
				new ShardChosen(2_000_000_000, Integer.MAX_VALUE, "none"), new RunFinished());
		CommandRun merged = merge();
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.errors()).hasSizeLessThan(1_010)
			.contains("pristine: Shard 2/2147483647 is missing. 0 never started.",
					"pristine: 2147482646 more of 2147483647 shards are missing.");
	}

	@Test
	void wantOfMemoryIsNamedWithItsCure() throws Exception {
		StringBuilder journal = new StringBuilder(Files.readString(input("shard-1/whole.journal")));
		journal.append("9\tTestFailed\t1\t").append("x".repeat(60 << 20)).append('\n');
		Files.writeString(input("shard-1/whole.journal"), journal, StandardCharsets.ISO_8859_1);
		try (ForkedJvm jvm = JvmCommand.of(MergeCommand.class)
			.options("-Xmx48m")
			.in(this.temporary)
			.start(this.temporary.resolve("in").toString())) {
			assertThat(catchThrowableOfType(AssertionError.class, jvm::finish)).hasMessageContaining("ended with 1")
				.hasMessageContaining("pristine: The shards cannot be merged: their journals need more memory than this"
						+ " JVM has, ")
				.hasMessageContaining(" MiB. Start it with more, for example -Xmx4g.");
		}
	}

	@Test
	void numbersOutOfAnyRangeAreAReport() throws Exception {
		Path file = JournalFile.write(input("shard-1/whole.journal"),
				new JournalHeader("run", "", "process", Long.MAX_VALUE / 2_000_000), new ShardChosen(1, 1, "none"),
				new TestStarted("1", "OrderTests#a()", "OrderTests.a", false, "s"),
				new ScenarioStarted("s", "a", "1", "database", Integer.MIN_VALUE),
				new TestFinished("1", Outcome.PASSED, Long.MAX_VALUE, Long.MIN_VALUE), new RunFinished());
		assertThat(file).exists();
		assertThat(merge().errors()).isEmpty();
		assertThat(io.github.pristinedb.report.ReportSchema
			.errors(Files.readString(this.temporary.resolve("merged/report.json")))).isEqualTo(List.of());
	}

}
