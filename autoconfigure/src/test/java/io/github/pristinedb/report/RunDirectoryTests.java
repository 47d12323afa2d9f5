package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.ModuleDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunDirectory}.
 */
class RunDirectoryTests {

	@TempDir
	private Path temporary;

	@Test
	void filesOfARunAreWhereItsBuildLeavesWhatItMakes() throws IOException {
		assertThat(directory(Map.of())).isNull();
		Files.createDirectories(this.temporary.resolve("build"));
		assertThat(directory(Map.of())).isEqualTo(new RunDirectory(this.temporary.resolve("build/pristine")));
		assertThat(new RunDirectory(this.temporary).journals()).isEqualTo(this.temporary.resolve("journal"));
	}

	@Test
	void filesOfARunAreInTheWorkspaceThatIsConfiguredForTheLaunch() {
		assertThat(directory(Map.of("PRISTINE_WORKSPACE", "out/pristine")))
			.isEqualTo(new RunDirectory(this.temporary.resolve("out/pristine")));
		String home = System.getProperty("user.home");
		assertThat(directory(Map.of("PRISTINE_WORKSPACE", "~/p"))).isEqualTo(new RunDirectory(Path.of(home, "p")));
		assertThat(directory(Map.of("PRISTINE_WORKSPACE", "no\0path"))).isNull();
	}

	@Test
	void reasonWhyThereIsNoneIsTheModuleOrTheWorkspace() {
		ModuleDirectory module = new ModuleDirectory(this.temporary);
		assertThat(RunDirectory.whyThereIsNone(settings(Map.of()), module))
			.isEqualTo("in " + this.temporary + " is neither a directory target nor one named build");
		assertThat(RunDirectory.whyThereIsNone(settings(Map.of("PRISTINE_WORKSPACE", "no\0path")), module))
			.isEqualTo("pristine.workspace is 'no\0path', which is no path");
	}

	private @Nullable RunDirectory directory(Map<String, String> environment) {
		return RunDirectory.of(settings(environment), new ModuleDirectory(this.temporary));
	}

	private static LaunchSettings settings(Map<String, String> environment) {
		return new LaunchSettings(null, (name) -> null, environment);
	}

}
