package io.github.pristinedb.demo.plan;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class PlanRepository {

	private final JdbcClient jdbc;

	private final Clock clock;

	PlanRepository(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Inserts a draft under the project's next number and makes it the current plan.
	 */
	void insert(long projectId, String user, String instruction) {
		long id = this.jdbc.sql("""
				insert into plan (project_id, number, instruction, created_by, created_at)
				values (
					:project,
					(select coalesce(max(number), 0) + 1 from plan where project_id = :project),
					:instruction,
					(select id from app_user where name = :user),
					:now)
				returning id
				""")
			.param("project", projectId)
			.param("instruction", instruction)
			.param("user", user)
			.param("now", this.clock.instant().toString())
			.query(Long.class)
			.single();
		this.jdbc.sql("update project set current_plan_id = :plan where id = :project")
			.param("plan", id)
			.param("project", projectId)
			.update();
	}

	Optional<Plan> findCurrent(long projectId) {
		return this.jdbc.sql("""
				select plan_overview.*
				from plan_overview join project on project.current_plan_id = plan_overview.id
				where project.id = :project
				""").param("project", projectId).query(PlanRepository::plan).optional();
	}

	List<Plan> findAll(long projectId) {
		return this.jdbc.sql("select * from plan_overview where project_id = :project order by number")
			.param("project", projectId)
			.query(PlanRepository::plan)
			.list();
	}

	void updateState(long planId, PlanState state) {
		this.jdbc.sql("update plan set state = :state where id = :plan")
			.param("state", state.toString())
			.param("plan", planId)
			.update();
	}

	void insertStep(long planId, int position, String description) {
		this.jdbc.sql("insert into plan_step (plan_id, position, description) values (:plan, :position, :description)")
			.param("plan", planId)
			.param("position", position)
			.param("description", description)
			.update();
	}

	List<Step> findSteps(long planId) {
		return this.jdbc.sql(
				"select position, description, state = 'done' as done from plan_step where plan_id = :plan order by position")
			.param("plan", planId)
			.query((row, number) -> new Step(row.getInt("position"), row.getString("description"),
					row.getBoolean("done")))
			.list();
	}

	void markDone(long planId, int position) {
		this.jdbc
			.sql("update plan_step set state = 'done', done_at = :now where plan_id = :plan and position = :position")
			.param("now", this.clock.instant().toString())
			.param("plan", planId)
			.param("position", position)
			.update();
	}

	private static Plan plan(ResultSet row, int number) throws SQLException {
		return new Plan(row.getLong("id"), row.getInt("number"), row.getString("instruction"),
				PlanState.of(row.getString("state")), row.getString("created_by"),
				Instant.parse(row.getString("created_at")), row.getInt("step_count"), row.getInt("done_count"));
	}

}
