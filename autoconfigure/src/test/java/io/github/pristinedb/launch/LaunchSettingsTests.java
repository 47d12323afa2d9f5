package io.github.pristinedb.launch;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.ConfigurationParameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LaunchSettings}.
 */
class LaunchSettingsTests {

	@Test
	void systemPropertyWinsOverTheEnvironmentAndThatOverTheConfiguration() {
		Map<String, String> properties = Map.of("pristine.a", " property ");
		Map<String, String> environment = Map.of("PRISTINE_A", "variable", "PRISTINE_B_C", "variable", "PRISTINE_D",
				" ");
		ConfigurationParameters configuration = new Configuration(
				Map.of("pristine.a", "file", "pristine.b-c", "file", "pristine.d", "file"));
		LaunchSettings settings = new LaunchSettings(configuration, properties::get, environment);
		assertThat(settings.get("pristine.a")).isEqualTo("property");
		assertThat(settings.get("pristine.b-c")).isEqualTo("variable");
		assertThat(settings.get("pristine.d")).isEqualTo("file");
		assertThat(settings.get("pristine.e")).isNull();
		assertThat(new LaunchSettings(null, properties::get, environment).get("pristine.d")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pristine.shrad", "pristine.isolation", "pristine.run-id", "pristine.Shard" })
	void settingThatNobodyReadsIsRefused(String name) {
		LaunchSettings settings = new LaunchSettings(new Configuration(Map.of("pristine.shard", "1/2", name, "2/5")),
				Map.<String, String>of()::get, Map.of());
		assertThatExceptionOfType(LaunchSettingException.class).isThrownBy(settings::check)
			.withMessageContaining("The property " + name
					+ " in junit-platform.properties, or in the launcher's request, has no effect.")
			.withMessageContaining("Valid names there: pristine.scenario-timeout, pristine.shard, pristine.shard-by");
	}

	@Test
	void misspeltSettingIsAskedAbout() {
		LaunchSettings settings = new LaunchSettings(new Configuration(Map.of("pristine.shrad", "2/5")),
				Map.<String, String>of()::get, Map.of());
		assertThatExceptionOfType(LaunchSettingException.class).isThrownBy(settings::check)
			.withMessageContaining("has no effect. Did you mean pristine.shard? Valid names there:");
	}

	@Test
	void settingsOfOthersAndSystemPropertiesAreNotLookedAt() {
		Map<String, String> properties = Map.of("pristine.isolation", "none");
		new LaunchSettings(new Configuration(Map.of("pristine.isolation", "none", "pristinely", "x", "a.b", "c")),
				properties::get, Map.of("PRISTINE_SERVICE_HOST", "x"))
			.check();
		new LaunchSettings(null, properties::get, Map.of()).check();
		assertThat(LaunchSettings.NAMES).doesNotContainAnyElementsOf(properties.keySet());
	}

	@Test
	void settingsOfThisJvmAreItsPropertiesAndItsEnvironment() {
		LaunchSettings settings = LaunchSettings.of(null);
		assertThat(settings.get("java.version")).isEqualTo(System.getProperty("java.version"));
		assertThat(settings.environment()).isEqualTo(System.getenv());
	}

	private record Configuration(Map<String, String> values) implements ConfigurationParameters {

		@Override
		public Optional<String> get(String key) {
			return Optional.ofNullable(this.values.get(key));
		}

		@Override
		public Optional<Boolean> getBoolean(String key) {
			return get(key).map(Boolean::parseBoolean);
		}

		@Override
		public Set<String> keySet() {
			return this.values.keySet();
		}

	}

}
