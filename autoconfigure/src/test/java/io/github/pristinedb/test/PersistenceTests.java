package io.github.pristinedb.test;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.session.SqlSessionFactory;
import org.jooq.DSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mybatis.spring.mapper.MapperFactoryBean;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcH2Dialect;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications reach their databases by, none of which knows of Pristine.
 */
@NotesProperties
@SpringBootTest(classes = PersistenceTests.Application.class, webEnvironment = WebEnvironment.NONE)
@TestPropertySource(properties = { "spring.autoconfigure.exclude=",
		"spring.jpa.database-platform=org.hibernate.community.dialect.SQLiteDialect" })
class PersistenceTests {

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	EntityManager entityManager;

	@Autowired
	DSLContext jooq;

	@Autowired
	NoteMapper mapper;

	@Autowired
	JdbcAggregateTemplate aggregates;

	@Autowired
	PlatformTransactionManager transactions;

	/**
	 * By what.
	 */
	enum Way {

		JDBC, JPA, JOOQ, MYBATIS, DATA_JDBC

	}

	@ParameterizedTest
	@EnumSource
	void writesAndReadsTheDatabaseOfTheScenario(Way way) {
		assertThat(read(way)).containsExactly(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP);
		TransactionTemplate transaction = new TransactionTemplate(this.transactions);
		transaction.executeWithoutResult((status) -> write(way, "by " + way));
		for (Way other : Way.values()) {
			assertThat(read(other)).hasSize(3).endsWith("by " + way);
		}
	}

	private void write(Way way, String text) {
		Map<Way, Consumer<String>> writers = Map.of(Way.JDBC,
				(note) -> this.jdbc.update("INSERT INTO note (text) VALUES (?)", note), Way.JPA,
				(note) -> this.entityManager.persist(new JpaNote(note)), Way.JOOQ,
				(note) -> this.jooq.execute("INSERT INTO note (text) VALUES (?)", note), Way.MYBATIS, this.mapper::add,
				Way.DATA_JDBC, (note) -> this.aggregates.insert(new DataNote(null, note)));
		writers.get(way).accept(text);
	}

	private List<String> read(Way way) {
		Map<Way, Supplier<List<String>>> readers = Map.of(Way.JDBC,
				() -> this.jdbc.queryForList("SELECT text FROM note ORDER BY id", String.class), Way.JPA,
				() -> this.entityManager.createQuery("select n.text from JpaNote n order by n.id", String.class)
					.getResultList(),
				Way.JOOQ, () -> this.jooq.fetch("SELECT text FROM note ORDER BY id").getValues(0, String.class),
				Way.MYBATIS, this.mapper::all, Way.DATA_JDBC,
				() -> this.aggregates.findAll(DataNote.class).stream().map(DataNote::text).toList());
		return readers.get(way).get();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(SlimNotes.class)
	@ImportAutoConfiguration({ HibernateJpaAutoConfiguration.class, JooqAutoConfiguration.class,
			DataJdbcRepositoriesAutoConfiguration.class,
			org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration.class })
	@AutoConfigurationPackage
	static class Application {

		@Bean
		MapperFactoryBean<NoteMapper> noteMapper(SqlSessionFactory sessions) {
			MapperFactoryBean<NoteMapper> mapper = new MapperFactoryBean<>(NoteMapper.class);
			mapper.setSqlSessionFactory(sessions);
			return mapper;
		}

		@Bean
		JdbcDialect dialect() {
			return JdbcH2Dialect.INSTANCE;
		}

	}

	interface NoteMapper {

		@Insert("INSERT INTO note (text) VALUES (#{text})")
		void add(String text);

		@Select("SELECT text FROM note ORDER BY id")
		List<String> all();

	}

	@Entity(name = "JpaNote")
	@jakarta.persistence.Table(name = "note")
	static class JpaNote {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		Integer id;

		String text;

		JpaNote() {
		}

		JpaNote(String text) {
			this.text = text;
		}

	}

	@Table("note")
	record DataNote(@org.springframework.data.annotation.Id Integer id, String text) {

	}

}
