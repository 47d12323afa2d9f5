package io.github.pristinedb.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.NearestName;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Names of Pristine's properties. Another name is most likely a typo. A property of the
 * launch comes too late in the configuration data of an application. Both are rejected,
 * since nothing would read them.
 */
final class PropertyNames {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("pristine");

	// Settings of Pristine's own tests, which no application reads.
	private static final ConfigurationPropertyName OF_OUR_TESTS = PREFIX.append("test");

	private static final Set<ConfigurationPropertyName> OF_THE_LAUNCH = Stream
		.concat(LaunchSettings.NAMES.stream(), Stream.of("pristine.run-id"))
		.map(ConfigurationPropertyName::of)
		.collect(Collectors.toUnmodifiableSet());

	private static final Set<ConfigurationPropertyName> OF_A_CONTEXT = Stream
		.concat(names(PREFIX, PristineProperties.class),
				EngineSettings.names(PropertyNames.class.getClassLoader()).stream().map(ConfigurationPropertyName::of))
		.collect(Collectors.toUnmodifiableSet());

	private PropertyNames() {
	}

	private static Stream<ConfigurationPropertyName> names(ConfigurationPropertyName prefix, Class<?> type) {
		return Stream.of(type.getRecordComponents()).flatMap((component) -> names(prefix, component));
	}

	private static Stream<ConfigurationPropertyName> names(ConfigurationPropertyName prefix,
			RecordComponent component) {
		ConfigurationPropertyName name = prefix.append(DataObjectPropertyName.toDashedForm(component.getName()));
		return component.getType().isRecord() ? names(name, component.getType()) : Stream.of(name);
	}

	/**
	 * Look for properties that nobody reads. Variables of the environment are passed
	 * over, since others than users set some: Kubernetes does for a service of that name.
	 * @param environment the environment of an application context
	 * @throws InvalidConfigurationPropertyValueException if there is one
	 */
	static void check(Environment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable
					&& !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
				iterable.stream()
					.filter(PREFIX::isAncestorOf)
					.filter((name) -> !OF_OUR_TESTS.isAncestorOf(name))
					.forEach((name) -> check(name, iterable));
			}
		}
	}

	private static void check(ConfigurationPropertyName name, ConfigurationPropertySource source) {
		if (OF_THE_LAUNCH.contains(name)) {
			if (System.getProperty(name.toString()) == null) {
				throw invalid(name, source,
						"Pristine reads this property before there is an application context. Set a system property, an"
								+ " environment variable or a line in junit-platform.properties.");
			}
		}
		else if (!OF_A_CONTEXT.contains(name.isLastElementIndexed() ? name.getParent() : name)) {
			List<String> known = OF_A_CONTEXT.stream().map(Object::toString).sorted().toList();
			throw invalid(name, source, "Pristine has no such property." + NearestName.question(plain(name), known)
					+ " Its properties are " + String.join(", ", known) + ".");
		}
	}

	/**
	 * The name, without the place in a list.
	 */
	private static String plain(ConfigurationPropertyName name) {
		return (name.isLastElementIndexed() ? name.getParent() : name).toString();
	}

	private static InvalidConfigurationPropertyValueException invalid(ConfigurationPropertyName name,
			ConfigurationPropertySource source, String reason) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return new InvalidConfigurationPropertyValueException(name.toString(),
				(property != null) ? property.getValue() : null, reason);
	}

}
