package io.github.pristinedb.demo.member;

/**
 * A user's place in a project.
 *
 * @param user the user's name
 * @param role what the user may do
 */
public record Member(String user, Role role) {

	@Override
	public String toString() {
		return this.user + " (" + this.role + ")";
	}

}
