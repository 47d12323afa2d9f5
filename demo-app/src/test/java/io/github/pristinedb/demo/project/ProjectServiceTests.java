package io.github.pristinedb.demo.project;

import java.util.List;
import java.util.Optional;

import io.github.pristinedb.demo.DemoTest;
import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditEntry;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.context.ContextService;
import io.github.pristinedb.demo.context.NewContextFile;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;
import io.github.pristinedb.demo.plan.PlanService;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DemoTest
class ProjectServiceTests {

	@Autowired
	private ProjectService projects;

	@Autowired
	private MemberService members;

	@Autowired
	private AuditLog auditLog;

	@Autowired
	private JdbcClient jdbc;

	@Test
	void databaseStartsWithoutProjects() {
		assertThat(this.projects.list()).isEmpty();
	}

	@Test
	void createdProjectsAreListed() {
		Project shop = this.projects.create("shop", "ann");
		Project market = this.projects.create("market", "bob");
		assertThat(this.projects.list()).containsExactly(shop, market);
	}

	@Test
	void firstProjectIsCreatedOnce() {
		Optional<Project> first = this.projects.createFirst("shop", "ann");
		assertThat(first).isPresent();
		assertThat(this.projects.createFirst("market", "ann")).isEmpty();
		assertThat(this.projects.list()).containsExactly(first.get());
	}

	@Test
	void projectWithATakenNameIsRefused() {
		this.projects.create("shop", "ann");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.projects.create("shop", "bob"))
			.withMessageContaining("a project 'shop' already");
	}

	@Test
	void projectWithoutANameIsRefused() {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.projects.create(" ", "ann"))
			.withMessage("A project needs a name.");
	}

	@Test
	void replacingDeletesWhatBelongedToTheOldProject(@Autowired ContextService context, @Autowired PlanService plans) {
		long shop = this.projects.create("shop", "ann").id();
		context.add(shop, "ann", List.of(new NewContextFile("notes.md", "A shop sells things.")));
		plans.tell(shop, "ann", "Open the shop");
		plans.build(shop, "ann");
		Project market = this.projects.replaceAll("market", "ann");
		assertThat(this.projects.list()).containsExactly(market);
		assertThat(List.of("context_file", "plan", "plan_step"))
			.allSatisfy((table) -> assertThat(count(table)).isZero());
	}

	@Test
	void replacingKeepsTheAuditLog() {
		this.projects.create("shop", "ann");
		Project market = this.projects.replaceAll("market", "ann");
		assertThat(this.auditLog.entries(market.id())).extracting(AuditEntry::action)
			.containsExactly(AuditAction.PROJECT_REPLACED);
		assertThat(count("audit_log")).isEqualTo(2);
	}

	@Test
	void onlyAdminsReplaceAProject() {
		Project shop = this.projects.create("shop", "ann");
		this.members.add(shop.id(), "ann", "bob", Role.PLANNER);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.projects.replaceAll("market", "bob"))
			.withMessageContaining("needs the role admin");
		assertThat(this.projects.list()).containsExactly(shop);
	}

	private long count(String table) {
		return this.jdbc.sql("select count(*) from " + table).query(Long.class).single();
	}

}
