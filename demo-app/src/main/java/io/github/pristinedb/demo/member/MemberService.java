package io.github.pristinedb.demo.member;

import java.util.List;
import java.util.stream.Collectors;

import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.RefusedException.Reason;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditLog;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StringUtils;

/**
 * Knows who may do what in a project.
 */
@Service
public class MemberService {

	private final MemberRepository members;

	private final AuditLog auditLog;

	MemberService(MemberRepository members, AuditLog auditLog) {
		this.members = members;
		this.auditLog = auditLog;
	}

	/**
	 * Makes the creator of a new project its first admin.
	 * @param projectId the new project
	 * @param user the creator's name
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void addCreator(long projectId, String user) {
		this.members.save(projectId, new Member(requireName(user), Role.ADMIN));
	}

	/**
	 * Adds a member to a project, or changes a member's role.
	 * @param projectId the project
	 * @param actor the admin who does so
	 * @param user the member's name
	 * @param role what the member may do from now on
	 * @return the member
	 */
	@Transactional
	public Member add(long projectId, String actor, String user, Role role) {
		require(projectId, actor, Role.ADMIN);
		Member member = new Member(requireName(user), role);
		if (role != Role.ADMIN && admins(projectId).equals(List.of(user))) {
			throw new RefusedException(
					"User '%s' is the project's only admin. Make another member admin first.".formatted(user));
		}
		this.members.save(projectId, member);
		this.auditLog.record(projectId, actor, AuditAction.MEMBER_ADDED, member.toString());
		return member;
	}

	/**
	 * Refuses a user whose role does not allow what is asked for.
	 * @param projectId the project
	 * @param user the user who acts
	 * @param role the least role that is needed
	 * @return the user's place in the project
	 */
	public Member require(long projectId, String user, Role role) {
		Member member = this.members.find(projectId, user)
			.orElseThrow(() -> new RefusedException(Reason.FORBIDDEN,
					"User '%s' is not a member of this project. Its members are %s: act as one of them.".formatted(user,
							names(projectId))));
		if (!member.role().includes(role)) {
			throw new RefusedException(Reason.FORBIDDEN,
					"User '%s' is only a %s of this project; this needs the role %s. Members: %s.".formatted(user,
							member.role(), role, names(projectId)));
		}
		return member;
	}

	/**
	 * The members of a project by name.
	 * @param projectId the project
	 * @return its members
	 */
	public List<Member> list(long projectId) {
		return this.members.findAll(projectId);
	}

	/**
	 * The roles that there are, the mightiest first.
	 * @return the roles
	 */
	public List<Role> roles() {
		return this.members.findRoles();
	}

	private List<String> admins(long projectId) {
		return list(projectId).stream().filter((member) -> member.role() == Role.ADMIN).map(Member::user).toList();
	}

	private String names(long projectId) {
		return list(projectId).stream().map(Member::toString).collect(Collectors.joining(", "));
	}

	private static String requireName(String user) {
		if (!StringUtils.hasText(user)) {
			throw new RefusedException(Reason.INVALID, "A user needs a name.");
		}
		return user;
	}

}
