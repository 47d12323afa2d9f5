package io.github.pristinedb.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Where the configuration of an application says which JDBC URL a data source has.
 *
 * @param name the name of the property
 * @param origin the file with line and column, or the property source
 * @param outranked the properties of that name that this one outranks, the nearest first
 */
record ConfiguredUrl(String name, String origin, List<Outranked> outranked) {

	// As Spring Boot and pools call it.
	private static final Set<String> NAMES = Set.of("url", "jdbcurl");

	/**
	 * Find the property that has a URL.
	 * @param url the URL
	 * @param environment the environment of the application context
	 * @return where it is configured, {@code null} if no property has it
	 */
	static @Nullable ConfiguredUrl find(String url, Environment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				ConfigurationPropertyName found = iterable.stream()
					.filter((name) -> isUrl(name)
							&& url.equals(value(source.getConfigurationProperty(name), environment)))
					.findFirst()
					.orElse(null);
				if (found != null) {
					return of(found, environment);
				}
			}
		}
		return null;
	}

	private static boolean isUrl(ConfigurationPropertyName name) {
		return NAMES.contains(name.getLastElement(Form.UNIFORM));
	}

	/**
	 * Find a property by its name.
	 * @param name the name
	 * @param environment the environment of the application context
	 * @return where it is configured, {@code null} if it is not
	 */
	static @Nullable ConfiguredUrl of(ConfigurationPropertyName name, Environment environment) {
		String origin = null;
		List<Outranked> outranked = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property == null) {
				continue;
			}
			if (origin == null) {
				origin = origin(property);
			}
			else {
				outranked.add(new Outranked(value(property, environment), origin(property)));
			}
		}
		return (origin != null) ? new ConfiguredUrl(name.toString(), origin, List.copyOf(outranked)) : null;
	}

	private static String value(@Nullable ConfigurationProperty property, Environment environment) {
		if (property == null) {
			return "";
		}
		String value = String.valueOf(property.getValue());
		try {
			return environment.resolvePlaceholders(value);
		}
		catch (IllegalArgumentException ex) {
			// Placeholders that lead to each other, which somebody else may never read.
			return value;
		}
	}

	private static String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? property.getOrigin().toString() : String.valueOf(property.getSource());
	}

	/**
	 * A property that has no effect, since another one of its name outranks it.
	 *
	 * @param url its value
	 * @param origin the file with line and column, or the property source
	 */
	record Outranked(String url, String origin) {

	}

}
