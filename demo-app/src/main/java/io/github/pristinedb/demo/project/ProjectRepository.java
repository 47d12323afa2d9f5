package io.github.pristinedb.demo.project;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ProjectRepository {

	private final JdbcClient jdbc;

	private final Clock clock;

	ProjectRepository(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	Project insert(String name) {
		Instant now = this.clock.instant();
		long id = this.jdbc.sql("insert into project (name, created_at) values (:name, :now) returning id")
			.param("name", name)
			.param("now", now.toString())
			.query(Long.class)
			.single();
		return new Project(id, name, now);
	}

	List<Project> findAll() {
		return this.jdbc.sql("select id, name, created_at from project order by id")
			.query((row, number) -> new Project(row.getLong("id"), row.getString("name"),
					Instant.parse(row.getString("created_at"))))
			.list();
	}

	void deleteAll() {
		this.jdbc.sql("delete from project").update();
	}

}
