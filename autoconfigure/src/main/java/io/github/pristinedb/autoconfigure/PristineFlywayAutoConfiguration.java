package io.github.pristinedb.autoconfigure;

import javax.sql.DataSource;

import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import io.github.pristinedb.jdbc.SpringBootNames;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.template.FingerprintContributor;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Auto-configuration of the {@link FastMigrationStrategy} in the place of every other
 * {@link FlywayMigrationStrategy}, which becomes what builds the template.
 */
@AutoConfiguration(after = PristineAutoConfiguration.class, beforeName = SpringBootNames.FLYWAY_AUTO_CONFIGURATION)
@ConditionalOnClass({ Flyway.class, FlywayMigrationStrategy.class })
@ConditionalOnBean(ManagedContext.class)
@ConditionalOnMissingBean(FastMigrationStrategy.class)
public final class PristineFlywayAutoConfiguration {

	@Bean
	static OtherMigrationStrategies pristineOtherMigrationStrategies() {
		return new OtherMigrationStrategies("fastMigrationStrategy");
	}

	@Bean
	@Primary
	FastMigrationStrategy fastMigrationStrategy(Guard guard, EngineSessions sessions, Templates templates,
			ObjectProvider<FingerprintContributor> contributors, Seeds seeds, OtherMigrationStrategies others,
			ObjectProvider<DataSource> dataSources, ListableBeanFactory beanFactory,
			ObjectProvider<FlywayMigrationStrategy> migrationStrategy) {
		// A bean is no candidate for its own parameters. Spring Boot's parameter has the
		// same name, which can decide between several candidates.
		return new FastMigrationStrategy(guard, sessions, templates, contributors.orderedStream().toList(), seeds,
				others.select(beanFactory, migrationStrategy), (managed) -> find(dataSources, managed));
	}

	/**
	 * When all beans are there: some of them may have used their pool by then.
	 */
	@Bean
	SmartInitializingSingleton pristinePoolStart(FastMigrationStrategy strategy) {
		return strategy::startPools;
	}

	private static @Nullable ScenarioDataSource find(ObjectProvider<DataSource> dataSources, ManagedDatabase managed) {
		return dataSources.stream()
			.map(ScenarioDataSource::find)
			.filter((candidate) -> candidate != null && candidate.model().equals(managed))
			.findFirst()
			.orElse(null);
	}

}
