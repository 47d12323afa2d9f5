package io.github.pristinedb.test;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.test.IsolationTableColumn.Product;
import org.junit.jupiter.api.Nested;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;

/**
 * What a test may do on H2 in memory.
 */
@NotesProperties
@SpringBootTest(classes = IsolationTableColumn.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(properties = { "spring.datasource.url=jdbc:h2:mem:scenario-table;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=50",
		"spring.datasource.hikari.minimum-idle=0", "spring.flyway.locations=classpath:h2/migration",
		"second.url=jdbc:h2:mem:scenario-second-table;DB_CLOSE_DELAY=-1" })
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with")
class IsolationTableOnH2Tests {

	@Nested
	@PristineDatabase(isolation = Isolation.DATABASE)
	class InDatabase extends IsolationTableColumn {

		InDatabase() {
			super(Product.H2, "database", Isolation.DATABASE);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.TRANSACTION)
	class InTransaction extends IsolationTableColumn {

		InTransaction() {
			super(Product.H2, "transaction", Isolation.TRANSACTION);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.NONE)
	class InATransactionOfSprings extends IsolationTableColumn.InATransactionOfSprings {

		InATransactionOfSprings() {
			super(Product.H2);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.CLASS)
	class InItsClass extends IsolationTableColumn {

		InItsClass() {
			super(Product.H2, "class", Isolation.CLASS);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.NONE)
	class InNothing extends IsolationTableColumn {

		InNothing() {
			super(Product.H2, "none", Isolation.NONE);
		}

	}

}
