package io.github.pristinedb.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who connects.
 *
 * @param user the name
 * @param password the password
 */
record Credentials(String user, @Nullable String password) {

	/**
	 * Shows no password.
	 */
	@Override
	public String toString() {
		return this.user;
	}

}
