package io.github.pristinedb.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.test.IsolationTableColumn.Product;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a test may do on SQLite, and the table that says so for each product.
 */
@NotesProperties
@SpringBootTest(classes = IsolationTableColumn.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
		properties = { "spring.datasource.url=jdbc:sqlite:target/scenario-table.db?busy_timeout=50&foreign_keys=true",
				"spring.datasource.hikari.minimum-idle=0", "second.url=jdbc:sqlite:target/scenario-second-table.db" })
class IsolationTableTests {

	private static final List<String> COLUMNS = Stream.of("SQLite", "H2", "PostgreSQL")
		.flatMap((product) -> Stream.of("database", "transaction", "Spring's @Transactional", "class", "none")
			.map((isolation) -> product + " " + isolation))
		.toList();

	@Test
	void eachCellOfTheTableLinksToATestThatExists() throws IOException {
		IsolationTable table = IsolationTable.read();
		assertThat(table.cells()).hasSize(16);
		table.cells().forEach((row, cells) -> {
			assertThat(cells).containsOnlyKeys(COLUMNS);
			cells.values().forEach((cell) -> {
				Path file = IsolationTable.DOCUMENT.resolveSibling(cell.file());
				assertThat(file).isRegularFile().content().contains("void " + cell.method() + "(");
			});
		});
	}

	@Test
	void linkToATestThatIsGoneIsFoundOut() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> IsolationTable.Cell.of("yes"));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> IsolationTable.read().text("nothing", "none"));
	}

	@Nested
	@PristineDatabase(isolation = Isolation.DATABASE)
	class InDatabase extends IsolationTableColumn {

		InDatabase() {
			super(Product.SQLITE, "database", Isolation.DATABASE);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.TRANSACTION)
	class InTransaction extends IsolationTableColumn {

		InTransaction() {
			super(Product.SQLITE, "transaction", Isolation.TRANSACTION);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.NONE)
	class InATransactionOfSprings extends IsolationTableColumn.InATransactionOfSprings {

		InATransactionOfSprings() {
			super(Product.SQLITE);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.CLASS)
	class InItsClass extends IsolationTableColumn {

		InItsClass() {
			super(Product.SQLITE, "class", Isolation.CLASS);
		}

	}

	@Nested
	@PristineDatabase(isolation = Isolation.NONE)
	class InNothing extends IsolationTableColumn {

		InNothing() {
			super(Product.SQLITE, "none", Isolation.NONE);
		}

	}

}
