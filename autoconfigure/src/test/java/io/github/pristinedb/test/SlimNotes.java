package io.github.pristinedb.test;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineCacheAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.test.NotesApplication.Notes;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * As {@link NotesApplication}, with no more than that needs, for contexts that are loaded
 * often.
 */
@Configuration(proxyBeanMethods = false)
@Import(SlimNotes.WithoutStartUp.class)
class SlimNotes {

	@Bean
	CommandLineRunner startUp(Notes notes) {
		return (arguments) -> notes.add(NotesApplication.FROM_START_UP);
	}

	/**
	 * The same, without a row from its start-up.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
			TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
			FlywayAutoConfiguration.class, PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class,
			PristineCacheAutoConfiguration.class })
	static class WithoutStartUp {

		@Bean
		Notes notes(JdbcClient jdbc) {
			return new Notes(jdbc);
		}

	}

}
