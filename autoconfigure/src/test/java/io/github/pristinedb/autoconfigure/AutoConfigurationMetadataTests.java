package io.github.pristinedb.autoconfigure;

import java.io.IOException;
import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tells Spring Boot which auto-configurations to pass over, without a look into
 * their classes.
 */
class AutoConfigurationMetadataTests {

	@Test
	void everyAutoConfigurationHasMetadata() throws IOException {
		Properties metadata = PropertiesLoaderUtils
			.loadAllProperties("META-INF/spring-autoconfigure-metadata.properties");
		List<String> own = ImportCandidates.load(AutoConfiguration.class, null)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.pristinedb."))
			.toList();
		assertThat(own).hasSize(9).allSatisfy((name) -> assertThat(metadata).containsKey(name));
		assertThat(metadata).containsEntry(PristineFlywayAutoConfiguration.class.getName() + ".ConditionalOnClass",
				"org.flywaydb.core.Flyway,org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy");
	}

}
