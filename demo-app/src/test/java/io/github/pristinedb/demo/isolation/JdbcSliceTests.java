package io.github.pristinedb.demo.isolation;

import io.github.pristinedb.demo.NeedsPristine;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice has the database of the application's own kind, migrated, and not an embedded
 * one in its place.
 */
@JdbcTest
@ActiveProfiles("test")
@NeedsPristine
class JdbcSliceTests {

	@Autowired
	private JdbcClient jdbc;

	@RepeatedTest(2)
	@Commit
	void databaseIsMigratedAndOwn() {
		assertThat(this.jdbc.sql("select name from role order by id").query(String.class).list())
			.containsExactly("admin", "planner", "viewer");
		assertThat(this.jdbc.sql("insert into app_user (name, created_at) values ('ann', 'now') returning id")
			.query(Long.class)
			.single()).isEqualTo(1);
	}

}
