package io.github.pristinedb.recipe;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Knows the beans of one migration tool. Found by
 * {@link org.springframework.core.io.support.SpringFactoriesLoader}, since it is asked
 * before any bean is made. Must link without the tool.
 */
public interface MigrationToolBeans {

	/**
	 * The name of the tool, as messages have it.
	 * @return the name as its documentation spells it
	 */
	String name();

	/**
	 * The class of the tool's beans.
	 * @return the name of a class that need not be on the class path
	 */
	String type();

	/**
	 * The properties by which Spring Boot configures the tool.
	 * @return the prefix of their names
	 */
	String properties();

	/**
	 * The package in which Spring Boot makes beans of those properties.
	 * @return the start of the names of its configuration classes
	 */
	String autoConfigurations();

	/**
	 * Whether a failure is one of the tool's own. Its message names the migration that
	 * failed.
	 * @param failure the failure
	 * @return whether the tool has thrown it
	 */
	boolean isOwn(Throwable failure);

	/**
	 * What is missing on the class path, so that there can be no bean of the tool.
	 * @param classLoader of the application
	 * @return a whole sentence, or {@code null} if nothing is missing
	 */
	@Nullable String missing(@Nullable ClassLoader classLoader);

	/**
	 * The data source that a bean migrates. Makes no other bean.
	 * @param bean a bean of the tool
	 * @return the data source, or {@code null} if it has none
	 */
	@Nullable DataSource dataSource(Object bean);

	/**
	 * The tool behind a bean, with what provides its database.
	 * @param bean a bean of the tool
	 * @param beans the beans of the context
	 * @return both, or {@code null} if nothing provides databases in that context
	 */
	@Nullable ProvidedTool provided(Object bean, ListableBeanFactory beans);

}
