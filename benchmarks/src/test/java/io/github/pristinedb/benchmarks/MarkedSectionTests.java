package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class MarkedSectionTests {

	private Path document;

	private MarkedSection section;

	@BeforeEach
	void setUp(@TempDir Path directory) {
		this.document = directory.resolve("benchmarks.md");
		this.section = new MarkedSection(this.document, "foundation");
	}

	@Test
	void onlyWhatIsBetweenTheMarkersIsReplaced() throws IOException {
		Files.writeString(this.document, """
				Before.
				<!-- foundation:begin -->
				| old |
				<!-- foundation:end -->
				<!-- handover:begin -->
				| other |
				<!-- handover:end -->
				""");
		this.section.write("| new |\n");
		assertThat(this.document).hasContent("""
				Before.
				<!-- foundation:begin -->

				| new |

				<!-- foundation:end -->
				<!-- handover:begin -->
				| other |
				<!-- handover:end -->
				""");
	}

	@Test
	void writingTheSameTwiceChangesNothing() throws IOException {
		Files.writeString(this.document, "<!-- foundation:begin --><!-- foundation:end -->\n");
		this.section.write("| new |");
		String once = Files.readString(this.document);
		this.section.write("| new |");
		assertThat(this.document).hasContent(once);
	}

	@Test
	void documentWithoutTheMarkersIsLeftAloneAndSaysWhatItLacks() throws IOException {
		Files.writeString(this.document, "<!-- foundation:end -->\n<!-- foundation:begin -->\n");
		assertThatIllegalStateException().isThrownBy(() -> this.section.write("| new |"))
			.withMessageContaining("benchmarks.md")
			.withMessageContaining("<!-- foundation:begin -->");
		assertThat(this.document).hasContent("<!-- foundation:end -->\n<!-- foundation:begin -->\n");
	}

}
