package io.github.pristinedb.error;

import io.github.pristinedb.console.DeliberateOutput;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SaidOnce}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("ships sink|Pools leak")
class SaidOnceTests {

	private final SaidOnce said = new SaidOnce(LogFactory.getLog(SaidOnceTests.class));

	@Test
	void warningIsGivenOnceForEachSubject(CapturedOutput output) {
		this.said.warn("ship", () -> "Loose ships sink");
		this.said.warn("pool", () -> "Pools leak");
		this.said.warn("ship", () -> "Old ships sink");
		assertThat(output).contains("Loose ships sink").contains("Pools leak").doesNotContain("Old ships sink");
	}

	@Test
	void knownSubjectIsNotWarnedOf(CapturedOutput output) {
		assertThat(this.said.isNew("ship")).isTrue();
		assertThat(this.said.isNew("ship")).isFalse();
		this.said.warn("ship", () -> "Known ships sink");
		assertThat(output).doesNotContain("Known ships");
	}

}
