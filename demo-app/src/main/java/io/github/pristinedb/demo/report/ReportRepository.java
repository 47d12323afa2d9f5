package io.github.pristinedb.demo.report;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ReportRepository {

	private final JdbcClient jdbc;

	private final Clock clock;

	ReportRepository(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Inserts a running report under the project's next number.
	 */
	int insert(long projectId, String user) {
		return this.jdbc.sql("""
				insert into report (project_id, number, requested_by, requested_at)
				values (
					:project,
					(select coalesce(max(number), 0) + 1 from report where project_id = :project),
					(select id from app_user where name = :user),
					:now)
				returning number
				""")
			.param("project", projectId)
			.param("user", user)
			.param("now", this.clock.instant().toString())
			.query(Integer.class)
			.single();
	}

	List<Report> findAll(long projectId) {
		return this.jdbc.sql("""
				select number, state, app_user.name as requested_by, requested_at
				from report join app_user on app_user.id = report.requested_by
				where project_id = :project
				order by number
				""")
			.param("project", projectId)
			.query((row, number) -> new Report(row.getInt("number"), ReportState.of(row.getString("state")),
					row.getString("requested_by"), Instant.parse(row.getString("requested_at"))))
			.list();
	}

	Optional<String> findContent(long projectId, int number) {
		return this.jdbc.sql("""
				select content from report
				where project_id = :project and number = :number and content is not null
				""").param("project", projectId).param("number", number).query(String.class).optional();
	}

	void finish(long projectId, int number, ReportState state, @Nullable String content) {
		this.jdbc.sql(
				"update report set state = :state, content = :content where project_id = :project and number = :number")
			.param("state", state.toString())
			.param("content", content)
			.param("project", projectId)
			.param("number", number)
			.update();
	}

}
