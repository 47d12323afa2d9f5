package io.github.pristinedb.demo.cli;

import java.util.List;
import java.util.Map;

/**
 * What every command gives to the application that it starts.
 *
 * @param profiles names of the Spring profiles that are active
 * @param properties properties that override those of the application's configuration
 */
public record CliSettings(List<String> profiles, Map<String, String> properties) {

	public CliSettings {
		profiles = List.copyOf(profiles);
		properties = Map.copyOf(properties);
	}

	/**
	 * The settings of a user's command line: the application's configuration as it is.
	 * @return settings without profiles and properties
	 */
	public static CliSettings defaults() {
		return new CliSettings(List.of(), Map.of());
	}

}
