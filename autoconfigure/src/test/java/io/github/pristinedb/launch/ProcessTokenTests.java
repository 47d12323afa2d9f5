package io.github.pristinedb.launch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessToken}.
 */
class ProcessTokenTests {

	@Test
	void processOfTheSameNumberIsAnotherOneIfItStartedAtAnotherTime() {
		assertThat(ProcessToken.isAlive(ProcessToken.ofThisJvm())).isTrue();
		assertThat(ProcessToken.isAlive(ProcessHandle.current().pid() + "-1")).isFalse();
	}

	@Test
	void processThatEndedIsNotAlive() throws Exception {
		Process process = new ProcessBuilder("sleep", "60").start();
		String token = ProcessToken.of(process.toHandle());
		assertThat(ProcessToken.isAlive(token)).isTrue();
		process.destroyForcibly().waitFor();
		assertThat(ProcessToken.isAlive(token)).isFalse();
	}

	@Test
	void textThatIsNoTokenNamesNoProcess() {
		assertThat(ProcessToken.isAlive("nonsense")).isFalse();
		assertThat(ProcessToken.isAlive("non-sense")).isFalse();
	}

}
