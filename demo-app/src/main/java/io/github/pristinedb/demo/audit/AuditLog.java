package io.github.pristinedb.demo.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of what users did. An entry is written in the transaction of the change that
 * it tells of, so that neither is there without the other. What leaves the application is
 * told by an {@link AuditEvent}, and recorded once the transaction has been committed.
 */
@Service
public class AuditLog {

	private final JdbcClient jdbc;

	private final Clock clock;

	AuditLog(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public void record(long projectId, String user, AuditAction action, String detail) {
		this.jdbc.sql("""
				insert into audit_log (project_id, user_id, action, detail, happened_at)
				values (:project, (select id from app_user where name = :user), :action, :detail, :now)
				""")
			.param("project", projectId)
			.param("user", user)
			.param("action", action.name())
			.param("detail", detail)
			.param("now", this.clock.instant().toString())
			.update();
	}

	/**
	 * The entries of a project, oldest first.
	 * @param projectId the project
	 * @return its entries
	 */
	public List<AuditEntry> entries(long projectId) {
		return this.jdbc.sql("""
				select app_user.name, action, detail, happened_at
				from audit_log join app_user on app_user.id = audit_log.user_id
				where project_id = :project
				order by audit_log.id
				""")
			.param("project", projectId)
			.query((row, number) -> new AuditEntry(row.getString("name"), AuditAction.valueOf(row.getString("action")),
					row.getString("detail"), Instant.parse(row.getString("happened_at"))))
			.list();
	}

}
