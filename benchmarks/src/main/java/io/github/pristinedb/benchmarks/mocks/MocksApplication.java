package io.github.pristinedb.benchmarks.mocks;

import java.util.List;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineCacheAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The application of the suite: notes, which are sent somewhere and cost something.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
		JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class,
		PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class, PristineCacheAutoConfiguration.class })
class MocksApplication {

	@Bean
	Mailer mailer() {
		return (text) -> "sent " + text;
	}

	@Bean
	Rates rates() {
		return () -> 1;
	}

	@Bean
	Notes notes(JdbcClient jdbc, Mailer mailer, Rates rates) {
		return new Notes(jdbc, mailer, rates);
	}

	/**
	 * Sends a note.
	 */
	interface Mailer {

		String send(String text);

	}

	/**
	 * What a note costs.
	 */
	interface Rates {

		int rate();

	}

	/**
	 * The notes.
	 *
	 * @param jdbc where they are
	 * @param mailer what sends them
	 * @param rates what they cost
	 */
	record Notes(JdbcClient jdbc, Mailer mailer, Rates rates) {

		String add(String text) {
			this.jdbc.sql("INSERT INTO note (text) VALUES (?)").param(text + " for " + this.rates.rate()).update();
			return this.mailer.send(text);
		}

		List<String> all() {
			return this.jdbc.sql("SELECT text FROM note ORDER BY id").query(String.class).list();
		}

	}

}
