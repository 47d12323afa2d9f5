package io.github.pristinedb.demo.member;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class MemberRepository {

	private static final String SELECT = """
			select app_user.name as user_name, role.name as role_name
			from project_member
			join app_user on app_user.id = project_member.user_id
			join role on role.id = project_member.role_id
			where project_id = :project
			""";

	private final JdbcClient jdbc;

	private final Clock clock;

	MemberRepository(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	void save(long projectId, Member member) {
		this.jdbc.sql("insert into app_user (name, created_at) values (:name, :now) on conflict (name) do nothing")
			.param("name", member.user())
			.param("now", this.clock.instant().toString())
			.update();
		this.jdbc.sql("""
				insert into project_member (project_id, user_id, role_id)
				values (
					:project,
					(select id from app_user where name = :user),
					(select id from role where name = :role))
				on conflict (project_id, user_id) do update set role_id = excluded.role_id
				""")
			.param("project", projectId)
			.param("user", member.user())
			.param("role", member.role().toString())
			.update();
	}

	Optional<Member> find(long projectId, String user) {
		return this.jdbc.sql(SELECT + "and app_user.name = :user")
			.param("project", projectId)
			.param("user", user)
			.query((row, number) -> new Member(row.getString("user_name"), Role.of(row.getString("role_name"))))
			.optional();
	}

	List<Member> findAll(long projectId) {
		return this.jdbc.sql(SELECT + "order by app_user.name")
			.param("project", projectId)
			.query((row, number) -> new Member(row.getString("user_name"), Role.of(row.getString("role_name"))))
			.list();
	}

	List<Role> findRoles() {
		return this.jdbc.sql("select name from role order by id")
			.query(String.class)
			.list()
			.stream()
			.map(Role::of)
			.toList();
	}

}
