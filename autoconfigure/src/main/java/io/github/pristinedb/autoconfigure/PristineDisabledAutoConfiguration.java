package io.github.pristinedb.autoconfigure;

import java.util.List;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.flyway.SeedingMigrationStrategy;
import io.github.pristinedb.flyway.SpringBootFlyway;
import io.github.pristinedb.recipe.SeededMigration;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.seed.TemplateSeeder;
import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Primary;

/**
 * Auto-configuration of seeds when Pristine is disabled. Tests that rely on seeds would
 * fail without them. An application without seeds gets nothing.
 */
@AutoConfiguration(beforeName = SpringBootFlyway.AUTO_CONFIGURATION)
@ConditionalOnClass({ Flyway.class, FlywayMigrationStrategy.class })
@ConditionalOnBooleanProperty(name = "pristine.enabled", havingValue = false)
@Conditional({ OnTestRunCondition.class, PristineDisabledAutoConfiguration.OnSeeds.class })
@EnableConfigurationProperties(PristineProperties.class)
public final class PristineDisabledAutoConfiguration {

	@Bean
	static OtherMigrationStrategies pristineOtherMigrationStrategies() {
		return new OtherMigrationStrategies("seedingMigrationStrategy");
	}

	@Bean
	@Primary
	SeedingMigrationStrategy seedingMigrationStrategy(PristineProperties properties,
			ObjectProvider<DatabaseEngine> engines, ObjectProvider<TemplateSeeder> seeders, ApplicationContext context,
			OtherMigrationStrategies others, ListableBeanFactory beanFactory,
			ObjectProvider<FlywayMigrationStrategy> migrationStrategy) {
		List<DatabaseEngine> known = PristineAutoConfiguration.engines(engines, context);
		Guard guard = properties.guard(known);
		Directories directories = Directories.ofThisProcess();
		EngineSessions sessions = EngineSessions.of(properties.places(directories.workspace(properties.workspace()),
				directories, EngineSettings.of(context.getEnvironment(), known)));
		List<String> scripts = properties.template().seed();
		Seeds seeds = new Seeds(scripts, context, () -> seeders.orderedStream().toList());
		return new SeedingMigrationStrategy(new SeededMigration(guard, sessions, seeds),
				others.select(beanFactory, migrationStrategy));
	}

	/**
	 * Whether there are any seeds.
	 */
	static final class OnSeeds extends AnyNestedCondition {

		OnSeeds() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@Conditional(OnSeedScriptsCondition.class)
		static class Scripts {

		}

		@ConditionalOnBean(TemplateSeeder.class)
		static class Seeders {

		}

	}

}
