package io.github.pristinedb.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an IDE knows of the properties.
 */
class PropertyMetadataTests {

	// What is needed before there is a context, and is read from no configuration data.
	private static final List<String> OF_THE_LAUNCH = List.of("pristine.shard", "pristine.shard-total",
			"pristine.shard-by", "pristine.timings", "pristine.run-id", "pristine.scenario-timeout");

	@Test
	void eachPropertyHasTypeDescriptionAndDefault() throws IOException {
		assertThat(properties()).isNotEmpty().allSatisfy((property) -> {
			assertThat(property).containsKeys("name", "type", "description", "defaultValue");
			assertThat((String) property.get("description")).isNotBlank();
			assertThat((String) property.get("type")).matches("(java|io\\.github\\.pristinedb)\\..+");
		});
	}

	@Test
	void noPropertyIsMissing() throws IOException {
		assertThat(properties()).extracting((property) -> property.get("name"))
			.containsExactlyInAnyOrderElementsOf(Stream
				.of(names("pristine", PristineProperties.class), OF_THE_LAUNCH.stream(),
						EngineSettings.names(getClass().getClassLoader()).stream())
				.flatMap(Function.identity())
				.toList());
	}

	private static Stream<String> names(String prefix, Class<?> type) {
		return Stream.of(type.getRecordComponents()).flatMap((component) -> names(prefix, component));
	}

	private static Stream<String> names(String prefix, RecordComponent component) {
		String name = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
		assertThat(ConfigurationPropertyName.isValid(name)).isTrue();
		return component.getType().isRecord() ? names(name, component.getType()) : Stream.of(name);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> properties() throws IOException {
		try (InputStream metadata = PristineProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(metadata).as("made by the configuration processor").isNotNull();
			Map<String, Object> json = JsonParserFactory.getJsonParser()
				.parseMap(new String(metadata.readAllBytes(), StandardCharsets.UTF_8));
			return ((List<Map<String, Object>>) json.get("properties")).stream()
				.filter((property) -> ((String) property.get("name")).startsWith("pristine."))
				.toList();
		}
	}

}
