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
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/**
 * Where the configuration of an application says which JDBC URL a data source has.
 *
 * @param name the name of the property
 * @param origin the file with line and column, or the property source
 * @param configData the file of the application's configuration that it is in,
 * {@code null} if it is elsewhere
 * @param inlined whether it is one of the properties of the test class
 * @param outranked the properties of that name that this one outranks, the nearest first
 */
record ConfiguredUrl(String name, String origin, @Nullable Resource configData, boolean inlined,
		List<Outranked> outranked) {

	// As Spring Boot calls the property sources of files.
	private static final String CONFIG_DATA = "Config resource '";

	// As the TestContext framework calls that of annotations.
	private static final String INLINED = "Inlined Test Properties";

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
		ConfigurationProperty first = null;
		List<Outranked> outranked = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property == null) {
				continue;
			}
			if (first == null) {
				first = property;
			}
			else {
				outranked.add(new Outranked(value(property, environment), origin(property)));
			}
		}
		return (first != null) ? new ConfiguredUrl(name.toString(), origin(first), configData(first),
				sourceName(first).equals(INLINED), List.copyOf(outranked)) : null;
	}

	private static @Nullable Resource configData(ConfigurationProperty property) {
		Origin origin = (property.getOrigin() instanceof PropertySourceOrigin within) ? within.getOrigin()
				: property.getOrigin();
		return (sourceName(property).startsWith(CONFIG_DATA) && origin instanceof TextResourceOrigin text)
				? text.getResource() : null;
	}

	private static String sourceName(ConfigurationProperty property) {
		ConfigurationPropertySource source = property.getSource();
		return (source != null && source.getUnderlyingSource() instanceof PropertySource<?> named) ? named.getName()
				: "";
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
