package io.github.pristinedb.test;

import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.jdbc.ScenarioDataSource;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.mybatis.spring.annotation.MapperScan;
import org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration;
import org.mybatis.spring.boot.test.autoconfigure.MybatisTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.jooq.test.autoconfigure.JooqTest;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what scenarios start from where no tool migrates the database: on an H2 in
 * memory whose name Spring Boot made up, or on what else a subclass says.
 */
final class Baselines {

	private static final String DATA = "from data.sql";

	private static final String RUNNER = "from the runner";

	private static final String CLASS = "from the class";

	private static final String SQL = "from @Sql";

	private Baselines() {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = MybatisAutoConfiguration.class)
	@EntityScan(basePackageClasses = Baselines.class)
	static class Slice {

	}

	@Configuration(proxyBeanMethods = false)
	static class Application extends Slice {

		@Bean
		ApplicationRunner runner(JdbcClient jdbc) {
			return (arguments) -> write(jdbc, RUNNER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@MapperScan(basePackageClasses = Memos.class, annotationClass = Mapper.class)
	static class MybatisSlice {

	}

	@Mapper
	interface Memos {

		@Select("SELECT text FROM memo")
		List<String> all();

		@Insert("INSERT INTO memo (text) VALUES (#{text})")
		void add(String text);

	}

	/**
	 * A row of a table that Hibernate creates.
	 */
	@Entity(name = "tag")
	static class Tag {

		@Id
		@GeneratedValue(strategy = GenerationType.SEQUENCE)
		private Long id;

		private String text;

	}

	private static void write(JdbcClient jdbc, String text) {
		jdbc.sql("INSERT INTO memo (text) VALUES (?)").param(text).update();
	}

	private static List<String> read(JdbcClient jdbc) {
		return jdbc.sql("SELECT text FROM memo ORDER BY id").query(String.class).list();
	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = { "spring.flyway.enabled=false", "spring.autoconfigure.exclude=${test.tables}",
			"spring.sql.init.schema-locations=classpath:h2/scripts/schema.sql",
			"spring.sql.init.data-locations=classpath:h2/scripts/data.sql" })
	@Sql(statements = "INSERT INTO memo (text) VALUES ('from @Sql')")
	static class Reads {

		static final int TESTS = 4;

		@Autowired
		JdbcClient jdbc;

		@Autowired
		private EntityManager entities;

		@Autowired
		private PlatformTransactionManager transactions;

		@RepeatedTest(TESTS)
		void startsFromItsBaseline(@Autowired DataSource dataSource) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			assertThat(read(this.jdbc)).containsExactlyElementsOf(baseline());
			write(this.jdbc, "mine");
			assertThat(this.jdbc.sql("SELECT COUNT(*) FROM tag").query(Integer.class).single()).isZero();
			Tag tag = new Tag();
			new TransactionTemplate(this.transactions).executeWithoutResult((status) -> this.entities.persist(tag));
			assertThat(tag.id).isEqualTo(1);
		}

		List<String> baseline() {
			return List.of(DATA, RUNNER, SQL);
		}

	}

	static class WritesBeforeAll extends Reads {

		@BeforeAll
		static void write(@Autowired JdbcClient jdbc) {
			Baselines.write(jdbc, CLASS);
		}

		@Override
		List<String> baseline() {
			return List.of(DATA, RUNNER, CLASS, SQL);
		}

	}

	static class WritesBeforeAllToo extends WritesBeforeAll {

	}

	@DataJpaTest
	@ContextConfiguration(classes = Slice.class)
	@TestPropertySource(properties = { "spring.flyway.enabled=false", "spring.autoconfigure.exclude=${test.tables}" })
	static class Jpa {

		static final int TESTS = 4;

		@Autowired
		EntityManager entities;

		@Autowired
		private PlatformTransactionManager transactions;

		@RepeatedTest(TESTS)
		void findsNothingOfOtherTests(@Autowired DataSource dataSource) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
				assertThat(this.entities.createQuery("SELECT t FROM tag t", Tag.class).getResultList()).isEmpty();
				Tag tag = new Tag();
				this.entities.persist(tag);
				this.entities.flush();
				assertThat(tag.id).isEqualTo(1);
			});
		}

	}

	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	static class JpaWithoutTransaction extends Jpa {

	}

	@Commit
	static class JpaWithCommit extends Jpa {

	}

	@Commit
	@ContextConfiguration(classes = Slice.class)
	@TestPropertySource(properties = { "spring.flyway.enabled=false",
			"spring.sql.init.schema-locations=classpath:h2/scripts/schema.sql",
			"spring.sql.init.data-locations=classpath:h2/scripts/data.sql" })
	abstract static class Scripts {

		static final int TESTS = 4;

		@RepeatedTest(TESTS)
		void startsFromTheScripts(@Autowired DataSource dataSource, @Autowired JdbcClient jdbc) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			assertThat(read(jdbc)).containsExactly(DATA);
			write(jdbc, "mine");
		}

	}

	@JdbcTest
	static class Jdbc extends Scripts {

	}

	@DataJdbcTest
	@TestPropertySource(properties = "spring.autoconfigure.exclude=${test.tables}")
	static class DataJdbc extends Scripts {

	}

	@MybatisTest
	@Commit
	@ContextConfiguration(classes = MybatisSlice.class)
	@TestPropertySource(properties = { "spring.flyway.enabled=false", "spring.autoconfigure.exclude=${test.tables}",
			"spring.sql.init.schema-locations=classpath:h2/scripts/schema.sql",
			"spring.sql.init.data-locations=classpath:h2/scripts/data.sql" })
	static class Mybatis {

		@RepeatedTest(Scripts.TESTS)
		void startsFromTheScripts(@Autowired DataSource dataSource, @Autowired Memos memos) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			assertThat(memos.all()).containsExactly(DATA);
			memos.add("mine");
		}

	}

	@JooqTest
	@Commit
	@ContextConfiguration(classes = Slice.class)
	@TestPropertySource(properties = { "spring.flyway.enabled=false",
			"spring.sql.init.schema-locations=classpath:h2/scripts/schema.sql",
			"spring.sql.init.data-locations=classpath:h2/scripts/data.sql" })
	static class Jooq {

		@RepeatedTest(Scripts.TESTS)
		void startsFromTheScripts(@Autowired DataSource dataSource, @Autowired DSLContext jooq) {
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			assertThat(jooq.fetch("SELECT text FROM memo").getValues(0, String.class)).containsExactly(DATA);
			jooq.execute("INSERT INTO memo (text) VALUES ('mine')");
		}

	}

}
