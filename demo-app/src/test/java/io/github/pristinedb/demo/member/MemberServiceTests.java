package io.github.pristinedb.demo.member;

import io.github.pristinedb.demo.DemoTest;
import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditEntry;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DemoTest
class MemberServiceTests {

	@Autowired
	private MemberService members;

	@Autowired
	private AuditLog auditLog;

	private long project;

	@BeforeEach
	void createProject(@Autowired ProjectService projects) {
		this.project = projects.create("shop", "ann").id();
	}

	@Test
	void creatorOfAProjectIsItsAdmin() {
		assertThat(this.members.list(this.project)).containsExactly(new Member("ann", Role.ADMIN));
	}

	@Test
	void adminAddsMembers() {
		this.members.add(this.project, "ann", "cid", Role.VIEWER);
		this.members.add(this.project, "ann", "bob", Role.PLANNER);
		assertThat(this.members.list(this.project)).containsExactly(new Member("ann", Role.ADMIN),
				new Member("bob", Role.PLANNER), new Member("cid", Role.VIEWER));
	}

	@Test
	void addingAMemberIsAudited() {
		this.members.add(this.project, "ann", "bob", Role.PLANNER);
		assertThat(this.auditLog.entries(this.project)).last().satisfies((entry) -> {
			assertThat(entry.user()).isEqualTo("ann");
			assertThat(entry.action()).isEqualTo(AuditAction.MEMBER_ADDED);
			assertThat(entry.detail()).isEqualTo("bob (planner)");
		});
	}

	@Test
	void addingAMemberAgainChangesTheRole() {
		this.members.add(this.project, "ann", "bob", Role.VIEWER);
		this.members.add(this.project, "ann", "bob", Role.ADMIN);
		assertThat(this.members.require(this.project, "bob", Role.ADMIN)).isEqualTo(new Member("bob", Role.ADMIN));
	}

	@Test
	void onlyAdminsAddMembers() {
		this.members.add(this.project, "ann", "bob", Role.PLANNER);
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.members.add(this.project, "bob", "cid", Role.VIEWER))
			.withMessageContaining("'bob' is only a planner")
			.withMessageContaining("ann (admin), bob (planner)");
	}

	@Test
	void lastAdminKeepsTheRole() {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.members.add(this.project, "ann", "ann", Role.VIEWER))
			.withMessageContaining("only admin");
	}

	@Test
	void memberWithoutANameIsRefused() {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.members.add(this.project, "ann", " ", Role.VIEWER))
			.withMessage("A user needs a name.");
	}

	@Test
	void strangerIsRefusedWithTheNamesOfTheMembers() {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> this.members.require(this.project, "eve", Role.VIEWER))
			.withMessageContaining("'eve' is not a member")
			.withMessageContaining("ann (admin)");
	}

	@Test
	void rolesIncludeTheOnesBelow() {
		assertThat(Role.ADMIN.includes(Role.PLANNER)).isTrue();
		assertThat(Role.PLANNER.includes(Role.PLANNER)).isTrue();
		assertThat(Role.VIEWER.includes(Role.PLANNER)).isFalse();
	}

	@Test
	void auditLogStartsWithTheCreationOfTheProject() {
		assertThat(this.auditLog.entries(this.project)).extracting(AuditEntry::action)
			.containsExactly(AuditAction.PROJECT_CREATED);
	}

}
