package io.github.pristinedb.seed;

import javax.sql.DataSource;

/**
 * Puts reference data into a template, once, when it is built: roles, tenants, lookup
 * tables. Declare it as a bean. Seeders run after the SQL scripts of
 * {@code pristine.template.seed}, in the order of
 * {@link org.springframework.core.annotation.Order @Order}, and all seeds of a database
 * in one transaction.
 * <p>
 * The bytes of its class, of the classes nested in it and of its superclasses are part of
 * the fingerprint, and so is its {@link #version()}. Whatever else decides what it writes
 * is its version's to tell: a file that it reads, a helper class, the value of a field. A
 * lambda expression stands for the class that it is written in.
 */
@FunctionalInterface
public interface TemplateSeeder {

	/**
	 * Write the data.
	 * @param dataSource leads to the migrated database; each of its connections is the
	 * one of the seeds' transaction, which must be neither committed nor rolled back
	 * @throws Exception if the data cannot be written; no template is published then
	 */
	void seed(DataSource dataSource) throws Exception;

	/**
	 * What decides the data and is not in the class itself. Another version makes another
	 * template.
	 * @return any text, the same on every machine
	 */
	default String version() {
		return "";
	}

	/**
	 * Whether this seeder is for a database. Where a context has one managed database,
	 * there is nothing to say.
	 * @param database the database's own name: that of its file without the directory, or
	 * its name on the server
	 * @return whether it is
	 */
	default boolean isFor(String database) {
		return true;
	}

}
