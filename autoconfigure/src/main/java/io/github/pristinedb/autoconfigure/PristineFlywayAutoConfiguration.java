package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.template.FingerprintContributor;
import io.github.pristinedb.template.TemplateCache;
import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Auto-configuration of the {@link FastMigrationStrategy} in the place of every other
 * {@link FlywayMigrationStrategy}, which becomes what builds the template.
 */
@AutoConfiguration(after = PristineAutoConfiguration.class, before = FlywayAutoConfiguration.class)
@ConditionalOnClass({ Flyway.class, FlywayMigrationStrategy.class })
@ConditionalOnBean(Guard.class)
public final class PristineFlywayAutoConfiguration {

	@Bean
	static OtherMigrationStrategies pristineOtherMigrationStrategies() {
		return new OtherMigrationStrategies("fastMigrationStrategy");
	}

	@Bean
	@Primary
	FastMigrationStrategy fastMigrationStrategy(Guard guard, TemplateCache templates,
			ObjectProvider<FingerprintContributor> contributors, OtherMigrationStrategies others,
			ListableBeanFactory beanFactory) {
		return new FastMigrationStrategy(guard, templates, contributors.orderedStream().toList(),
				others.select(beanFactory));
	}

}
