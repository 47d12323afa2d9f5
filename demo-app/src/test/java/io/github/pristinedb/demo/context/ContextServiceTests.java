package io.github.pristinedb.demo.context;

import java.util.List;

import io.github.pristinedb.demo.DemoTest;
import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditEntry;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

@DemoTest
class ContextServiceTests {

	@Autowired
	private ContextService context;

	@Autowired
	private AuditLog auditLog;

	private long project;

	@BeforeEach
	void createProject(@Autowired ProjectService projects) {
		this.project = projects.create("shop", "ann").id();
	}

	@Test
	void addedFilesAreListedByPathWithSizeAndDigest() {
		add("notes.md", "");
		add("docs/prices.md", "3 €");
		assertThat(this.context.list(this.project)).extracting(ContextFile::path, ContextFile::bytes)
			.containsExactly(tuple("docs/prices.md", 5L), tuple("notes.md", 0L));
		assertThat(this.context.list(this.project)).last()
			.extracting(ContextFile::sha256)
			.isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	}

	@Test
	void fileThatIsAddedAgainIsReplaced() {
		add("notes.md", "short");
		add("notes.md", "much longer");
		assertThat(this.context.list(this.project)).singleElement().extracting(ContextFile::bytes).isEqualTo(11L);
	}

	@Test
	void clearingSaysHowManyFilesThereWere() {
		add("a.md", "a");
		add("b.md", "b");
		assertThat(this.context.clear(this.project, "ann")).isEqualTo(2);
		assertThat(this.context.list(this.project)).isEmpty();
	}

	@Test
	void changesAreAudited() {
		add("notes.md", "text");
		this.context.clear(this.project, "ann");
		assertThat(this.auditLog.entries(this.project)).extracting(AuditEntry::action, AuditEntry::detail)
			.contains(tuple(AuditAction.CONTEXT_ADDED, "notes.md"), tuple(AuditAction.CONTEXT_CLEARED, "files: 1"));
	}

	@Test
	void viewersDoNotChangeTheContext(@Autowired MemberService members) {
		members.add(this.project, "ann", "bob", Role.VIEWER);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.context.clear(this.project, "bob"))
			.withMessageContaining("needs the role planner");
	}

	private void add(String path, String content) {
		this.context.add(this.project, "ann", List.of(new NewContextFile(path, content)));
	}

}
