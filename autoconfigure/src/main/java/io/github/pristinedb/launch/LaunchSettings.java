package io.github.pristinedb.launch;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;

import org.springframework.util.StringUtils;

/**
 * Settings that are needed before any application context exists. System properties
 * outrank environment variables. Those outrank {@code junit-platform.properties} and the
 * parameters of a launcher's request.
 *
 * @param configuration the configuration parameters of the launch, if they are known
 * @param properties the system properties
 * @param environment the environment variables
 */
public record LaunchSettings(@Nullable ConfigurationParameters configuration,
		Function<String, @Nullable String> properties, Map<String, String> environment) {

	private static final String PREFIX = "pristine.";

	/**
	 * The names of the settings that may stand in {@code junit-platform.properties}.
	 */
	public static final Set<String> NAMES = Set.of("pristine.shard", "pristine.shard-total", "pristine.shard-by",
			"pristine.timings", "pristine.scenario-timeout");

	/**
	 * The settings of a launch in this JVM.
	 * @param configuration its configuration parameters, if they are known
	 * @return the settings
	 */
	public static LaunchSettings of(@Nullable ConfigurationParameters configuration) {
		return new LaunchSettings(configuration, System::getProperty, System.getenv());
	}

	/**
	 * A setting.
	 * @param name the name of the property, such as {@code pristine.shard}; the
	 * environment variable is {@code PRISTINE_SHARD}
	 * @return the value, or {@code null} if the setting is absent
	 */
	public @Nullable String get(String name) {
		String value = this.properties.apply(name);
		if (!StringUtils.hasText(value)) {
			value = this.environment.get(variable(name));
		}
		if (!StringUtils.hasText(value) && this.configuration != null) {
			value = this.configuration.get(name).orElse(null);
		}
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	/**
	 * Reject settings of the launch that no code reads. They are probably misspelt, or
	 * belong into an application context. System properties may be meant for a context,
	 * which checks them when it starts.
	 * @throws LaunchSettingException if there is one
	 */
	public void check() {
		if (this.configuration == null) {
			return;
		}
		for (String name : this.configuration.keySet()) {
			if (name.startsWith(PREFIX) && !NAMES.contains(name) && this.properties.apply(name) == null) {
				throw new LaunchSettingException(
						"The property " + name
								+ " in junit-platform.properties, or in the launcher's request, has no effect.",
						(NearestName.question(name, NAMES) + " Valid names there: ").stripLeading()
								+ String.join(", ", new TreeSet<>(NAMES))
								+ ". Set any other property of Pristine in the application, or as a system property.");
			}
		}
	}

	private static String variable(String name) {
		return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
	}

}
