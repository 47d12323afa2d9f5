package io.github.pristinedb.demo.project;

import java.util.List;
import java.util.Optional;

import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.RefusedException.Reason;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StringUtils;

/**
 * Creates and finds projects.
 */
@Service
public class ProjectService {

	private final ProjectRepository projects;

	private final MemberService members;

	private final AuditLog auditLog;

	ProjectService(ProjectRepository projects, MemberService members, AuditLog auditLog) {
		this.projects = projects;
		this.members = members;
		this.auditLog = auditLog;
	}

	/**
	 * Creates a project whose first admin is its creator.
	 * @param name the project's name
	 * @param user the creator's name
	 * @return the new project
	 */
	@Transactional
	public Project create(String name, String user) {
		if (list().stream().anyMatch((project) -> project.name().equals(name))) {
			throw new RefusedException("There is a project '%s' already. Choose another name.".formatted(name));
		}
		return create(name, user, AuditAction.PROJECT_CREATED);
	}

	/**
	 * Creates a project if the database has none.
	 * @param name the project's name
	 * @param user the creator's name
	 * @return the new project, or nothing if there is a project already
	 */
	@Transactional
	public Optional<Project> createFirst(String name, String user) {
		return list().isEmpty() ? Optional.of(create(name, user)) : Optional.empty();
	}

	/**
	 * Deletes every project with all that belongs to it and creates a new one, in one
	 * transaction. The audit log stays.
	 * @param name the new project's name
	 * @param user who does so: an admin of every project that is deleted
	 * @return the new project
	 */
	@Transactional
	public Project replaceAll(String name, String user) {
		list().forEach((project) -> this.members.require(project.id(), user, Role.ADMIN));
		this.projects.deleteAll();
		return create(name, user, AuditAction.PROJECT_REPLACED);
	}

	/**
	 * All projects, oldest first.
	 * @return the projects
	 */
	public List<Project> list() {
		return this.projects.findAll();
	}

	/**
	 * A project, or a refusal if there is none of that number.
	 * @param id the project's number
	 * @return the project
	 */
	public Project require(long id) {
		return list().stream()
			.filter((project) -> project.id() == id)
			.findFirst()
			.orElseThrow(() -> new RefusedException(Reason.MISSING, "There is no project %d.".formatted(id)));
	}

	private Project create(String name, String user, AuditAction action) {
		if (!StringUtils.hasText(name)) {
			throw new RefusedException(Reason.INVALID, "A project needs a name.");
		}
		Project project = this.projects.insert(name);
		this.members.addCreator(project.id(), user);
		this.auditLog.record(project.id(), user, action, name);
		return project;
	}

}
