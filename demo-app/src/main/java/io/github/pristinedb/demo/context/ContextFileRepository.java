package io.github.pristinedb.demo.context;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ContextFileRepository {

	private final JdbcClient jdbc;

	private final Clock clock;

	ContextFileRepository(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	void save(long projectId, NewContextFile file, String sha256) {
		this.jdbc.sql("""
				insert into context_file (project_id, path, content, sha256, added_at)
				values (:project, :path, :content, :sha256, :now)
				on conflict (project_id, path) do update
				set content = excluded.content, sha256 = excluded.sha256, added_at = excluded.added_at
				""")
			.param("project", projectId)
			.param("path", file.path())
			.param("content", file.content())
			.param("sha256", sha256)
			.param("now", this.clock.instant().toString())
			.update();
	}

	List<ContextFile> findAll(long projectId) {
		return this.jdbc.sql("""
				select path, octet_length(content) as bytes, sha256, added_at
				from context_file
				where project_id = :project
				order by path
				""")
			.param("project", projectId)
			.query((row, number) -> new ContextFile(row.getString("path"), row.getLong("bytes"),
					row.getString("sha256"), Instant.parse(row.getString("added_at"))))
			.list();
	}

	int deleteAll(long projectId) {
		return this.jdbc.sql("delete from context_file where project_id = :project")
			.param("project", projectId)
			.update();
	}

}
