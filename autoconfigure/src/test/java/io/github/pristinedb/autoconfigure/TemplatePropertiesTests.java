package io.github.pristinedb.autoconfigure;

import java.time.Duration;

import io.github.pristinedb.engine.TemplateLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PristineProperties.Template}.
 */
class TemplatePropertiesTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void defaultsAreThoseOfTheCache() {
		assertThat(limits()).isEqualTo(TemplateLimits.DEFAULTS);
	}

	@Test
	void limitsAreWhatIsSaid() {
		this.environment.setProperty("pristine.template.build-timeout", "90s");
		this.environment.setProperty("pristine.template.max-entries", "7");
		this.environment.setProperty("pristine.template.max-age", "2d");
		assertThat(limits()).isEqualTo(new TemplateLimits(Duration.ofSeconds(90), 7, Duration.ofDays(2)));
	}

	@ParameterizedTest
	@CsvSource({ "build-timeout,0s", "build-timeout,-1m", "max-entries,0", "max-entries,-5", "max-age,0d",
			"max-age,-1d" })
	void limitsThatMakeNoSenseAreRefused(String name, String value) {
		this.environment.setProperty("pristine.template." + name, value);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::limits)
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("pristine.template." + name))
			.satisfies((ex) -> assertThat(ex.getReason()).isNotBlank());
	}

	private TemplateLimits limits() {
		return Binder.get(this.environment).bindOrCreate("pristine", PristineProperties.class).template().limits();
	}

}
