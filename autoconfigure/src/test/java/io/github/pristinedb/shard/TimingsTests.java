package io.github.pristinedb.shard;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.Listing;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.files.TabSeparated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Timings} and {@link TabSeparated}.
 */
@DeliberateOutput("Deleting symbolic link from location inside of temp dir")
class TimingsTests {

	@TempDir
	private Path temporary;

	@Test
	void whatIsWrittenIsRead() throws IOException {
		Timings timings = Timings.of(Map.of("b.feature:3", 1_234_567L, "a\ttab\\n and\nlines\r", 5L, "c", 0L));
		Path file = this.temporary.resolve("timings.tsv");
		timings.write(file);
		timings.write(file);
		assertThat(file).content().isEqualTo("0.005\ta\\ttab\\\\n and\\nlines\\r\n1234.567\tb.feature:3\n0.000\tc\n");
		assertThat(Timings.read(file)).isEqualTo(timings);
		assertThat(Listing.of(this.temporary)).containsExactly("timings.tsv");
	}

	@Test
	void checksumIsThatOfTheContentAndNotOfItsLineEnds() throws IOException {
		Path unix = Files.writeString(this.temporary.resolve("unix"), "1.000\ta\n2.000\tb\n");
		Path windows = Files.writeString(this.temporary.resolve("windows"), "2.000\tb\r\n1.000\ta\r\n");
		Path other = Files.writeString(this.temporary.resolve("other"), "1.000\ta\n2.001\tb\n");
		assertThat(Timings.read(unix).checksum()).isEqualTo(Timings.read(windows).checksum())
			.isNotEqualTo(Timings.read(other).checksum());
	}

	@Test
	void missingFileHasNoTimings() {
		Timings none = Timings.read(this.temporary.resolve("none.tsv"));
		assertThat(none.micros()).isEmpty();
		assertThat(none.checksum()).isEqualTo("none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no tab", "x\ta", "\ta" })
	void otherFileIsAnErrorThatNamesTheLine(String line) throws IOException {
		Path file = Files.writeString(this.temporary.resolve("timings.tsv"), "1.000\ta\n" + line + "\n");
		assertThatExceptionOfType(ShardException.class).isThrownBy(() -> Timings.read(file))
			.withMessageContaining("Line 2 of")
			.withMessageContaining(file.toString());
	}

	@Test
	void binaryFileIsAnErrorThatSaysWhatToDo() throws IOException {
		Path file = Files.write(this.temporary.resolve("timings.tsv"), new byte[] { 0x1f, (byte) 0x8b, 8, 0 });
		assertThatExceptionOfType(ShardException.class).isThrownBy(() -> Timings.read(file))
			.withMessageContaining(file.toString())
			.satisfies((ex) -> assertThat(ex.getAction()).contains("Replace it").doesNotContain("permissions"));
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void endlessAndHugeFilesAreErrors() throws IOException {
		Path endless = Files.createSymbolicLink(this.temporary.resolve("endless.tsv"), Path.of("/dev/zero"));
		Path huge = this.temporary.resolve("huge.tsv");
		try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
			file.setLength(3L << 30);
		}
		for (Path each : List.of(endless, huge)) {
			assertThatExceptionOfType(ShardException.class).isThrownBy(() -> Timings.read(each))
				.withMessageContaining(each.toString());
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void linkToAFileThatTheUserKeepsElsewhereIsRead() throws IOException {
		Path elsewhere = Files.writeString(this.temporary.resolve("elsewhere"), "1.000\ta\n");
		Path link = Files.createSymbolicLink(this.temporary.resolve("timings.tsv"), elsewhere);
		assertThat(Timings.read(link)).isEqualTo(Timings.of(Map.of("a", 1000L)));
	}

	@Test
	void directoryIsAnError() {
		assertThatExceptionOfType(ShardException.class).isThrownBy(() -> Timings.read(this.temporary))
			.withMessageContaining("pristine.timings");
	}

}
