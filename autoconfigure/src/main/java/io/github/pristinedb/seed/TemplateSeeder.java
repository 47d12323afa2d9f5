package io.github.pristinedb.seed;

import javax.sql.DataSource;

/**
 * Puts reference data into a template when the template is built: roles, tenants, lookup
 * tables. Declare a seeder as a bean. Seeders run after the SQL scripts of
 * {@code pristine.template.seed}, in the order of
 * {@link org.springframework.core.annotation.Order @Order}. All seeds of a database run
 * in one transaction.
 * <p>
 * The fingerprint covers the class file of the seeder, those of its nested classes and
 * superclasses, and {@link #version()}. Add everything else that decides the data to the
 * version: a file, a helper class, the value of a field. A lambda expression counts as
 * the class that contains it.
 */
@FunctionalInterface
public interface TemplateSeeder {

	/**
	 * Write the data.
	 * @param dataSource leads to the migrated database. All its connections belong to the
	 * transaction of the seeds: do not commit or roll back
	 * @throws Exception if the data cannot be written. No template is published then
	 */
	void seed(DataSource dataSource) throws Exception;

	/**
	 * Version of the data: everything that decides it and is not in the class file.
	 * Another version makes another template.
	 * @return any text, the same on every machine
	 */
	default String version() {
		return "";
	}

	/**
	 * Whether this seeder is for a database. Override it if a context has several managed
	 * databases.
	 * @param database name of the database: that of its file without the directory, or
	 * its name on the server
	 * @return whether the seeder runs for that database
	 */
	default boolean isFor(String database) {
		return true;
	}

}
