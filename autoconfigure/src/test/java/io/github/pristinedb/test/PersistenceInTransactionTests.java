package io.github.pristinedb.test;

import java.util.List;

import io.github.pristinedb.scope.Isolation;
import jakarta.persistence.Entity;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As {@link PersistenceTests}, in one transaction.
 */
@PristineDatabase(isolation = Isolation.TRANSACTION)
@TestPropertySource(properties = "spring.jpa.properties.hibernate.jdbc.batch_size=10")
class PersistenceInTransactionTests extends PersistenceTests {

	@RepeatedTest(2)
	void entitiesAreInsertedInBatches() {
		TransactionTemplate transaction = new TransactionTemplate(this.transactions);
		transaction.executeWithoutResult((status) -> {
			for (int i = 0; i < 25; i++) {
				this.entityManager.persist(new NumberedNote(100 + i, "in a batch"));
			}
		});
		assertThat(count("in a batch")).isEqualTo(25);
		transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new NumberedNote(200, "in a batch"));
			this.entityManager.flush();
			status.setRollbackOnly();
		});
		assertThat(count("in a batch")).isEqualTo(25);
	}

	@ParameterizedTest
	@EnumSource
	void entityIsFlushedBeforeAQueryOrByTheCommit(FlushModeType mode) {
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
			this.entityManager.setFlushMode(mode);
			this.entityManager.persist(new NumberedNote(300, "flushed"));
			List<String> found = this.entityManager
				.createQuery("select n.text from NumberedNote n where n.id = 300", String.class)
				.getResultList();
			assertThat(found).hasSize((mode == FlushModeType.AUTO) ? 1 : 0);
		});
		assertThat(count("flushed")).isOne();
	}

	private int count(String text) {
		Integer count = this.jdbc.queryForObject("SELECT count(*) FROM note WHERE text = ?", Integer.class, text);
		return (count != null) ? count : 0;
	}

	@Entity(name = "NumberedNote")
	@Table(name = "note")
	static class NumberedNote {

		@Id
		Integer id;

		String text;

		NumberedNote() {
		}

		NumberedNote(int id, String text) {
			this.id = id;
			this.text = text;
		}

	}

}
