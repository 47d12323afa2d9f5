package io.github.pristinedb.benchmarks.scale.app;

import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The rows of the tables. All of them have the same columns; a table's name comes from a
 * feature file, not from a user.
 */
@Repository
class EntityRepository {

	private static final String CREATED = "2026-11-01T08:00:00Z";

	private final JdbcTemplate jdbc;

	EntityRepository(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	List<String> titles(String table, long id) {
		return this.jdbc.queryForList("SELECT title FROM " + table + " WHERE id = ?", String.class, id);
	}

	void insert(String table, String code, String title) {
		this.jdbc.update("INSERT INTO " + table + " (code, title, created_at) VALUES (?, ?, ?)", code, title, CREATED);
	}

	long count(String table) {
		return this.jdbc.queryForObject("SELECT count(*) FROM " + table, Long.class);
	}

	long countByCode(String table, String code) {
		return this.jdbc.queryForObject("SELECT count(*) FROM " + table + " WHERE code = ?", Long.class, code);
	}

}
