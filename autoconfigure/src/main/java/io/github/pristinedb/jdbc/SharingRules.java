package io.github.pristinedb.jdbc;

import java.util.List;

/**
 * Which databases tests may share.
 *
 * @param required whether a database that is not managed is an error
 * @param shared the names of those that tests share on purpose, or of their beans
 */
public record SharingRules(boolean required, List<String> shared) {

	boolean allow(String database, String beanName) {
		return this.shared.stream().anyMatch((name) -> name.equalsIgnoreCase(database) || name.equals(beanName));
	}

}
