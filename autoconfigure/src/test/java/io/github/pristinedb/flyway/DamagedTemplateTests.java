package io.github.pristinedb.flyway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;

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

	private static final String NOTE = "from the migration";

	@TempDir
	private Path cache;

	@Test
	void isReplacedBeforeTheContextOrAScenarioSeesIt(CapturedOutput output) throws IOException {
		assertThatAllFindTheFirstNote();
		alter(Listing.of(this.cache, ".template").get(0));
		assertThatAllFindTheFirstNote();
		assertThat(output.getOut()).containsOnlyOnce("cannot be used because its content is not what was built");
		assertThat(Listing.of(this.cache)).filteredOn((name) -> name.contains(".bad-")).hasSize(1);
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
