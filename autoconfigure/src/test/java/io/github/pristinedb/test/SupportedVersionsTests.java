package io.github.pristinedb.test;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SupportedVersions}.
 */
class SupportedVersionsTests {

	@ParameterizedTest
	@CsvSource({ "4.0.0, 6.0.1", "4.0.9, 6.0.3", "4.1.0, 6.1.0", "4.1.2-SNAPSHOT, 6.1.3", "4.1.1," })
	void versionIsSupported(String springBoot, String junit) {
		assertThat(new SupportedVersions(springBoot, junit).problem()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "3.5.7, 5.12.2, Spring Boot 3.5.7", "4.2.0, 6.1.0, Spring Boot 4.2.0", "5.0.0,, Spring Boot 5.0.0",
			"40.1.0,, Spring Boot 40.1.0", "4.1.1, 5.14.4, JUnit 5.14.4", "4.1.1, 6.2.0, JUnit 6.2.0" })
	void otherVersionIsNamedInOneSentence(String springBoot, String junit, String named) {
		assertThat(new SupportedVersions(springBoot, junit).problem())
			.contains("but " + named + " is on the class path")
			.doesNotContain(System.lineSeparator());
	}

	@Test
	void versionsOfThisBuildAreSupported() {
		assertThatNoException().isThrownBy(SupportedVersions::check);
	}

}
