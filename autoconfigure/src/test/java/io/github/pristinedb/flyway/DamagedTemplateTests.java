package io.github.pristinedb.flyway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.pristinedb.Listing;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A template that was altered in the cache, as the contexts and scenarios of a later run
 * meet it.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("The template .* cannot be used because")
class DamagedTemplateTests {

	private static final Pattern BUILT = Pattern.compile("Built the template .*: (\\S+\\.template)");

	private static final String NOTE = "from the migration";

	@TempDir
	private Path cache;

	@Test
	void isReplacedBeforeTheContextOrAScenarioSeesIt(CapturedOutput output) throws IOException {
		assertThatAllFindTheFirstNote();
		alter(built(output));
		assertThatAllFindTheFirstNote();
		assertThat(output.getOut()).containsOnlyOnce("cannot be used because its content was changed");
		assertThat(Listing.of(this.cache)).filteredOn((name) -> name.contains(".bad-")).hasSize(1);
	}

	/**
	 * A layer is kept beside the template.
	 */
	private static Path built(CapturedOutput output) {
		return BUILT.matcher(output.getOut())
			.results()
			.map((built) -> Path.of(built.group(1)))
			.findFirst()
			.orElseThrow();
	}

	private void assertThatAllFindTheFirstNote() {
		Stage.context().withPropertyValues("pristine.template.cache-dir=" + this.cache).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Stage.notes(context)).containsExactly(NOTE);
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(NOTE));
		});
	}

	/**
	 * Another note of the same length, in a file that no one can take for the same.
	 */
	private static void alter(Path image) throws IOException {
		String content = Files.readString(image, StandardCharsets.ISO_8859_1);
		assertThat(content).contains(NOTE);
		Files.delete(image);
		Files.writeString(image, content.replace(NOTE, NOTE.toUpperCase(Locale.ROOT)), StandardCharsets.ISO_8859_1);
		Files.setLastModifiedTime(image, FileTime.fromMillis(0));
	}

}
