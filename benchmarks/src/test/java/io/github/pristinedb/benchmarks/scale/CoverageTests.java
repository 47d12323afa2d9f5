package io.github.pristinedb.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pristinedb.benchmarks.scale.app.ScaleApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CoverageTests {

	private static final String HEADER = "GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,LINE_MISSED,LINE_COVERED\n";

	@TempDir
	private Path directory;

	@Test
	void figureIsOfTheApplicationsLines() throws IOException {
		String application = ScaleApplication.class.getPackageName();
		Path csv = csv("g,%1$s,One,9,9,9,9,2,20\ng,%1$s,Other,9,9,9,9,1,4\ng,org.other,Third,9,9,9,9,50,60\n"
			.formatted(application));
		assertThat(Coverage.Report.read(csv, 5)).isEqualTo(new Coverage.Report(5, 24, 27));
	}

	@Test
	void runThatCoveredNothingIsNoFigure() throws IOException {
		Path csv = csv("g,org.other,Third,9,9,9,9,50,60\n");
		assertThatIllegalStateException().isThrownBy(() -> Coverage.Report.read(csv, 5))
			.withMessageContaining("report.csv");
	}

	@Test
	void missingJarsSayWhereTheyComeFrom() {
		assertThatIllegalStateException().isThrownBy(() -> new Coverage(this.directory, this.directory))
			.withMessageContaining("agent.jar")
			.withMessageContaining("-Pscale");
	}

	private Path csv(String lines) throws IOException {
		return Files.writeString(this.directory.resolve("report.csv"), HEADER + lines);
	}

}
