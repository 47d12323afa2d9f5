package db.migration;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the migrations make of a database that has been in use.
 */
class MigrationTests {

	private JdbcTemplate jdbc = new JdbcTemplate();

	private FluentConfiguration flyway = Flyway.configure();

	@BeforeEach
	void openDatabase(@TempDir Path directory) {
		DriverManagerDataSource dataSource = new DriverManagerDataSource(
				"jdbc:sqlite:" + directory.resolve("plan.db") + "?foreign_keys=on");
		this.jdbc = new JdbcTemplate(dataSource);
		this.flyway = Flyway.configure()
			.dataSource(dataSource)
			.locations("classpath:db/migration/common", "classpath:db/migration/sqlite");
		migrateTo("8");
		this.jdbc.execute("insert into app_user (id, name, created_at) values (1, 'ann', '2026-01-01T00:00:00Z')");
		this.jdbc.execute("insert into project (id, name, created_at) values "
				+ "(1, 'shop', '2026-01-01T00:00:00Z'), (2, 'market', '2026-01-01T00:00:00Z')");
	}

	@Test
	void existingPlansAreNumberedWithinTheirProject() {
		this.jdbc.execute("insert into plan (id, project_id, instruction, created_by, created_at) values "
				+ "(1, 1, 'a', 1, '2026-01-02T00:00:00Z'), (2, 2, 'b', 1, '2026-01-02T00:00:00Z'), "
				+ "(3, 1, 'c', 1, '2026-01-02T00:00:00Z')");
		migrateTo("latest");
		assertThat(this.jdbc.queryForList("select number from plan order by id", Integer.class)).containsExactly(1, 1,
				2);
	}

	@Test
	void newestPlanOfAProjectIsItsCurrentOne() {
		this.jdbc.execute("insert into plan (id, project_id, instruction, created_by, created_at) values "
				+ "(1, 1, 'a', 1, '2026-01-02T00:00:00Z'), (2, 1, 'b', 1, '2026-01-02T00:00:00Z')");
		migrateTo("latest");
		assertThat(this.jdbc.queryForList("select current_plan_id from project order by id", Integer.class))
			.containsExactly(2, null);
	}

	@Test
	void existingContextFilesAreHashed() {
		this.jdbc.execute("insert into context_file (id, project_id, path, content, added_at) values "
				+ "(1, 1, 'empty.md', '', '2026-01-02T00:00:00Z'), (2, 1, 'abc.md', 'abc', '2026-01-02T00:00:00Z')");
		migrateTo("latest");
		assertThat(this.jdbc.queryForList("select sha256 from context_file order by id", String.class)).containsExactly(
				"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
				"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	}

	@Test
	void stepsThatWereDoneGetTheTimeOfTheirPlan() {
		this.jdbc.execute("insert into plan (id, project_id, instruction, created_by, created_at) values "
				+ "(1, 1, 'a', 1, '2026-01-02T00:00:00Z')");
		this.jdbc.execute("insert into plan_step (plan_id, position, description, state) values "
				+ "(1, 1, 'a', 'done'), (1, 2, 'b', 'pending')");
		migrateTo("latest");
		assertThat(this.jdbc.queryForList("select done_at from plan_step order by position", String.class))
			.containsExactly("2026-01-02T00:00:00Z", null);
		assertThat(this.jdbc.queryForMap("select step_count, done_count from plan_overview"))
			.isEqualTo(Map.of("step_count", 2, "done_count", 1));
	}

	@Test
	void everyForeignKeyHasAnIndex() {
		migrateTo("latest");
		List<String> missing = this.jdbc.queryForList("""
				select sqlite_schema.name || '.' || key."from"
				from sqlite_schema, pragma_foreign_key_list(sqlite_schema.name) key
				where sqlite_schema.type = 'table' and not exists (
					select 1
					from pragma_index_list(sqlite_schema.name) list, pragma_index_info(list.name) column
					where column.seqno = 0 and column.name = key."from")
				""", String.class);
		assertThat(missing).isEmpty();
		assertThat(this.jdbc.queryForList("pragma foreign_key_check")).isEmpty();
	}

	private void migrateTo(String target) {
		this.flyway.target(target).load().migrate();
	}

}
