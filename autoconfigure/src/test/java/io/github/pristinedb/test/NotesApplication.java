package io.github.pristinedb.test;

import java.util.List;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application with one table, a row from its migration and one from its start-up.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class NotesApplication {

	static final String FROM_MIGRATION = "from the migration";

	static final String FROM_START_UP = "from the start-up";

	@Bean
	CommandLineRunner startUp(Notes notes) {
		return (arguments) -> notes.add(FROM_START_UP);
	}

	@Bean
	Notes notes(JdbcClient jdbc) {
		return new Notes(jdbc);
	}

	/**
	 * The table.
	 *
	 * @param jdbc what it is reached by
	 */
	record Notes(JdbcClient jdbc) {

		void add(String text) {
			this.jdbc.sql("INSERT INTO note (text) VALUES (?)").param(text).update();
		}

		List<String> all() {
			return this.jdbc.sql("SELECT text FROM note ORDER BY id").query(String.class).list();
		}

	}

}
