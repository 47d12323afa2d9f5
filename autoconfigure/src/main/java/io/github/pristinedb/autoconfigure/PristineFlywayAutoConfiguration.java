package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.flyway.SpringBootFlyway;
import io.github.pristinedb.recipe.DatabaseProvision;
import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Auto-configuration of the {@link FastMigrationStrategy}. It replaces every other
 * {@link FlywayMigrationStrategy}; the application's own one builds the template.
 */
@AutoConfiguration(after = PristineAutoConfiguration.class, beforeName = SpringBootFlyway.AUTO_CONFIGURATION)
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
	FastMigrationStrategy fastMigrationStrategy(DatabaseProvision provision, OtherMigrationStrategies others,
			ListableBeanFactory beanFactory, ObjectProvider<FlywayMigrationStrategy> migrationStrategy) {
		// A bean is no candidate for its own parameters. Spring Boot's parameter has the
		// same name, which can decide between several candidates.
		FlywayMigrationStrategy other = others.select(beanFactory, migrationStrategy);
		return new FastMigrationStrategy(provision, other, new ContextBeans(beanFactory, other));
	}

}
