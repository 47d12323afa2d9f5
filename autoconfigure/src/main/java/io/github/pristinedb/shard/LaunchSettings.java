package io.github.pristinedb.shard;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;

import org.springframework.util.StringUtils;

/**
 * Settings that are needed before there is an application context: system properties,
 * which the JUnit Platform's configuration parameters include, then environment
 * variables, then what {@code junit-platform.properties} or a launcher's request says.
 *
 * @param configuration the configuration parameters of the launch, if they are known
 * @param environment the environment variables
 */
public record LaunchSettings(@Nullable ConfigurationParameters configuration, Map<String, String> environment) {

	/**
	 * A setting.
	 * @param name the name of the property, such as {@code pristine.shard}; the
	 * environment variable is {@code PRISTINE_SHARD}
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String get(String name) {
		String value = System.getProperty(name);
		if (!StringUtils.hasText(value)) {
			value = this.environment.get(variable(name));
		}
		if (!StringUtils.hasText(value) && this.configuration != null) {
			value = this.configuration.get(name).orElse(null);
		}
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	private static String variable(String name) {
		return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
	}

}
