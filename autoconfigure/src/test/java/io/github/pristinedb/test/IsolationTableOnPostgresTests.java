package io.github.pristinedb.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.postgresql.PostgresServer;
import io.github.pristinedb.scope.Isolation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import io.github.pristinedb.test.IsolationTableColumn.Product;
import org.junit.jupiter.api.Nested;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/**
 * What a test may do on PostgreSQL.
 */
@NotesProperties
@SpringBootTest(classes = IsolationTableColumn.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(properties = { "spring.datasource.hikari.minimum-idle=0",
		"spring.datasource.hikari.data-source-properties.options=-c lock_timeout=50",
		"spring.flyway.locations=classpath:postgresql/notes" })
@DeliberateOutput("Using PostgreSQL .* which is newer than the version Flyway has been verified with")
@OnTheSharedServer
class IsolationTableOnPostgresTests {

	private static final String FIRST = "scenario_table_" + ProcessHandle.current().pid();

	private static final String SECOND = "scenario_second_table_" + ProcessHandle.current().pid();

	@DynamicPropertySource
	static void databases(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", () -> PostgresServer.url(FIRST));
		registry.add("second.url", () -> PostgresServer.url(SECOND));
	}

	@BeforeAll
	static void create() throws SQLException {
		execute("CREATE DATABASE " + SECOND);
	}

	@AfterAll
	static void drop() throws SQLException {
		execute("DROP DATABASE IF EXISTS " + FIRST + " WITH (FORCE)");
		execute("DROP DATABASE " + SECOND + " WITH (FORCE)");
	}

	private static void execute(String sql) throws SQLException {
		try (Connection connection = PostgresServer.connect("postgres");
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Nested
	@PristineDatabase(isolation = Isolation.DATABASE)
	class InDatabase extends IsolationTableColumn {

		InDatabase() {
			super(Product.POSTGRESQL, "database", Isolation.DATABASE);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.TRANSACTION)
	class InTransaction extends IsolationTableColumn {

		InTransaction() {
			super(Product.POSTGRESQL, "transaction", Isolation.TRANSACTION);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.NONE)
	class InATransactionOfSprings extends IsolationTableColumn.InATransactionOfSprings {

		InATransactionOfSprings() {
			super(Product.POSTGRESQL);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.CLASS)
	class InItsClass extends IsolationTableColumn {

		InItsClass() {
			super(Product.POSTGRESQL, "class", Isolation.CLASS);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.NONE)
	class InNothing extends IsolationTableColumn {

		InNothing() {
			super(Product.POSTGRESQL, "none", Isolation.NONE);
		}

	}

}
