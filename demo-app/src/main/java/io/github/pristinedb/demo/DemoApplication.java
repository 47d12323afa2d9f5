package io.github.pristinedb.demo;

import java.time.Clock;

import javax.sql.DataSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The planning tool's services and their database: an SQLite file, or a database on a
 * PostgreSQL server if the profile {@code postgresql} is active.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(DemoProperties.class)
public class DemoApplication {

	/**
	 * Serves the REST API until the JVM ends.
	 * @param args properties of the application, such as {@code --server.port=8080}
	 */
	public static void main(String[] args) {
		SpringApplication.run(DemoApplication.class, args);
	}

	@Bean
	@Profile("!postgresql")
	JdbcTransactionManager transactionManager(DataSource dataSource) {
		return new SqliteTransactionManager(dataSource);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
