package io.github.pristinedb.flyway;

import javax.sql.DataSource;

import io.github.pristinedb.jdbc.SpringBootNames;
import io.github.pristinedb.recipe.MigrationToolBeans;
import io.github.pristinedb.recipe.ProvidedTool;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The Flyway beans of a context.
 */
final class FlywayBeans implements MigrationToolBeans {

	private static final String TYPE = "org.flywaydb.core.Flyway";

	@Override
	public String name() {
		return "Flyway";
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public @Nullable String missing(@Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(TYPE, classLoader)) {
			return "There is no Flyway on the class path.";
		}
		return ClassUtils.isPresent(SpringBootNames.FLYWAY_MIGRATION_STRATEGY, classLoader) ? null
				: "There is no spring-boot-flyway on the class path, so that no Flyway is configured.";
	}

	@Override
	public @Nullable DataSource dataSource(Object bean) {
		return ((Flyway) bean).getConfiguration().getDataSource();
	}

	@Override
	public @Nullable ProvidedTool provided(Object bean, ListableBeanFactory beans) {
		FastMigrationStrategy strategy = beans.getBeanProvider(FastMigrationStrategy.class).getIfAvailable();
		return (strategy != null) ? strategy.provided((Flyway) bean) : null;
	}

}
