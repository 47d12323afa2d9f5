package io.github.pristinedb.flyway;

import javax.sql.DataSource;

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

	/**
	 * Where the names of Flyway's own classes start.
	 */
	static final String CLASSES = "org.flywaydb.";

	private static final String TYPE = CLASSES + "core.Flyway";

	@Override
	public String name() {
		return "Flyway";
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public String properties() {
		return "spring.flyway";
	}

	@Override
	public String autoConfigurations() {
		return SpringBootFlyway.PACKAGE;
	}

	@Override
	public boolean isOwn(Throwable failure) {
		return failure.getClass().getName().startsWith(CLASSES);
	}

	@Override
	public @Nullable String missing(@Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(TYPE, classLoader)) {
			return "The class path has no Flyway.";
		}
		return ClassUtils.isPresent(SpringBootFlyway.MIGRATION_STRATEGY, classLoader) ? null
				: "The class path has no spring-boot-flyway, which configures Flyway.";
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
