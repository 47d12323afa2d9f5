package io.github.pristinedb.demo.member;

import java.util.Locale;

/**
 * What a user may do in a project. Each role may do what those after it may.
 */
public enum Role {

	/** May replace the project and add members. */
	ADMIN,

	/** May change context files and plans. */
	PLANNER,

	/** May look. */
	VIEWER;

	/**
	 * Whether this role may do what {@code other} may.
	 * @param other the role to compare with
	 * @return whether that role is included
	 */
	public boolean includes(Role other) {
		return compareTo(other) <= 0;
	}

	static Role of(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

	/**
	 * The name as the database and the users know it.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
