package io.github.pristinedb.engine.postgresql.embedded;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.scope.TestRun;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Prints how long a JVM takes for an application context on the embedded server, Flyway
 * included. The arguments are properties of the application, such as
 * {@code --spring.flyway.locations=filesystem:migrations}.
 */
public final class FirstContext {

	private FirstContext() {
	}

	public static void main(String[] arguments) {
		TestRun.begin();
		long start = System.nanoTime();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("pristine.postgresql.embedded=true", "spring.main.banner-mode=off")
			.run(arguments)) {
			System.out.printf("context %d ms, %s, %s migrations%n", (System.nanoTime() - start) / 1_000_000,
					query(context, "SELECT current_database()"),
					query(context, "SELECT count(*) FROM flyway_schema_history"));
		}
	}

	private static Object query(ConfigurableApplicationContext context, String sql) {
		return context.getBean(JdbcClient.class).sql(sql).query().singleValue();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ PristinePostgresAutoConfiguration.class, PristineAutoConfiguration.class,
			PristineFlywayAutoConfiguration.class, DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class })
	static class Application {

	}

}
