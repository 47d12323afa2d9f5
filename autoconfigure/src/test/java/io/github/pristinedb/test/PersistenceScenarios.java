package io.github.pristinedb.test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.session.SqlSessionFactory;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mybatis.spring.mapper.MapperFactoryBean;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobInstanceAlreadyCompleteException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scenarios of an application that reaches its database by several libraries. None of
 * them knows of Pristine. Two scenarios at a time meet.
 */
@SpringBootTest(classes = PersistenceScenarios.Application.class)
@TestPropertySource(properties = { "spring.flyway.locations=classpath:persistence",
		"pristine.template.cache-dir=target/test-templates", "spring.jpa.hibernate.ddl-auto=none",
		"spring.jpa.open-in-view=false", "spring.batch.job.enabled=false", "spring.batch.jdbc.initialize-schema=always",
		"spring.session.jdbc.initialize-schema=always", "spring.session.jdbc.cleanup-cron=-",
		"spring.modulith.events.jdbc.schema-initialization.enabled=true", "spring.autoconfigure.exclude=" })
abstract class PersistenceScenarios {

	private static final String BASELINE = "from the migration";

	// Two scenarios have written before either of them reads. The number of those that
	// meet is even.
	private static final CyclicBarrier NEIGHBOUR = new CyclicBarrier(2);

	/**
	 * What writes a row and tells the id that it got.
	 */
	enum Way {

		JDBC {

			@Override
			long write(PersistenceScenarios test, String text) {
				GeneratedKeyHolder keys = new GeneratedKeyHolder();
				test.jdbc.sql("INSERT INTO note (text) VALUES (?)").param(text).update(keys, "id");
				return keys.getKey().longValue();
			}

		},

		JPA {

			@Override
			long write(PersistenceScenarios test, String text) {
				Note note = new Note();
				note.text = text;
				test.entities.persist(note);
				return note.id;
			}

		},

		JOOQ {

			@Override
			long write(PersistenceScenarios test, String text) {
				return test.jooq.insertInto(DSL.table("note"), DSL.field("text", String.class))
					.values(text)
					.returningResult(DSL.field("id", Long.class))
					.fetchSingle()
					.value1();
			}

		},

		MYBATIS {

			@Override
			long write(PersistenceScenarios test, String text) {
				MappedNote note = new MappedNote();
				note.text = text;
				test.mapper.add(note);
				return note.id;
			}

		},

		DATA_JDBC {

			@Override
			long write(PersistenceScenarios test, String text) {
				return test.aggregates.insert(new DataNote(null, text)).id();
			}

		};

		abstract long write(PersistenceScenarios test, String text);

	}

	static final int TESTS = Way.values().length * 2 + 4 * 2;

	@Value("${test.next-ticket}")
	String nextTicket;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	EntityManager entities;

	@Autowired
	DSLContext jooq;

	@Autowired
	NoteMapper mapper;

	@Autowired
	JdbcAggregateTemplate aggregates;

	@Autowired
	PlatformTransactionManager transactions;

	@Autowired
	JobOperator jobs;

	@Autowired
	Job job;

	@Autowired
	FindByIndexNameSessionRepository<? extends Session> sessions;

	@Autowired
	ApplicationEventPublisher events;

	@ParameterizedTest
	@EnumSource
	void writesByALibraryAndReadsByAllOthers(Way way) throws Exception {
		writes(way);
	}

	@ParameterizedTest
	@EnumSource
	void writesAgainByALibrary(Way way) throws Exception {
		writes(way);
	}

	private void writes(Way way) throws Exception {
		assertEachReads(BASELINE);
		assertThat(committed(() -> way.write(this, "by " + way))).isEqualTo(2);
		meetNeighbour();
		assertEachReads(BASELINE, "by " + way);
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
			assertThat(way.write(this, "rolled back")).isEqualTo(3);
			status.setRollbackOnly();
		});
		assertThat(committed(() -> way.write(this, "after a rollback"))).isEqualTo(4);
		assertEachReads(BASELINE, "by " + way, "after a rollback");
	}

	private <T> T committed(java.util.function.Supplier<T> action) {
		return new TransactionTemplate(this.transactions).execute((status) -> action.get());
	}

	private static void meetNeighbour() throws Exception {
		NEIGHBOUR.await(60, TimeUnit.SECONDS);
	}

	private void assertEachReads(String... texts) {
		assertThat(
				Map.of(Way.JDBC, this.jdbc.sql("SELECT text FROM note ORDER BY id").query(String.class).list(), Way.JPA,
						this.entities.createQuery("select n.text from NoteOfScenario n order by n.id", String.class)
							.getResultList(),
						Way.JOOQ, this.jooq.fetch("SELECT text FROM note ORDER BY id").getValues(0, String.class),
						Way.MYBATIS, this.mapper.all(), Way.DATA_JDBC,
						this.aggregates.findAll(DataNote.class).stream().map(DataNote::text).toList()))
			.allSatisfy((way, read) -> assertThat(read).as("read by %s", way).containsExactly(texts));
	}

	@RepeatedTest(2)
	void hibernateTakesItsFirstBlockOfASequence() throws Exception {
		assertThat(ticket()).isEqualTo(1);
		meetNeighbour();
		for (long id = 2; id <= 60; id++) {
			assertThat(ticket()).isEqualTo(id);
		}
		assertThat(this.jdbc.sql("SELECT " + this.nextTicket).query(Long.class).single()).isEqualTo(151);
	}

	private long ticket() {
		return committed(() -> {
			Ticket ticket = new Ticket();
			ticket.text = "a ticket";
			this.entities.persist(ticket);
			return ticket.id;
		});
	}

	// Spring Batch knows the jobs at work by their ids alone, which are the same in
	// each scenario.
	@ResourceLock("jobs")
	@RepeatedTest(2)
	void jobRunsForTheFirstTime() throws Exception {
		JobExecution monday = start("Monday");
		assertThat(monday.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(monday.getId()).isEqualTo(1);
		assertThat(monday.getJobInstanceId()).isEqualTo(1);
		assertThatExceptionOfType(JobInstanceAlreadyCompleteException.class).isThrownBy(() -> start("Monday"));
		assertThat(start("Tuesday").getJobInstanceId()).isEqualTo(2);
		assertEachReads(BASELINE, "by a job", "by a job");
		assertThat(this.jdbc.sql("SELECT step_execution_id FROM batch_step_execution").query(Long.class).list())
			.containsExactly(1L, 2L);
	}

	private JobExecution start(String day) throws Exception {
		return this.jobs.start(this.job, new JobParametersBuilder().addString("day", day).toJobParameters());
	}

	@RepeatedTest(2)
	void sessionIsTheOnlyOne() throws Exception {
		session(this.sessions);
	}

	private <S extends Session> void session(FindByIndexNameSessionRepository<S> repository) throws Exception {
		assertThat(repository.findByPrincipalName("user")).isEmpty();
		S session = repository.createSession();
		session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "user");
		session.setAttribute("basket", "a book");
		repository.save(session);
		meetNeighbour();
		assertThat(repository.findByPrincipalName("user")).containsOnlyKeys(session.getId());
		assertThat(repository.findById(session.getId()).<String>getAttribute("basket")).isEqualTo("a book");
		repository.deleteById(session.getId());
		assertThat(this.jdbc.sql("SELECT count(*) FROM spring_session_attributes").query(Long.class).single()).isZero();
	}

	@RepeatedTest(2)
	void eventOfACommittedTransactionIsCompletedOnAnotherThread() throws Exception {
		assertThat(publications("count(*)")).isZero();
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
			publish("rolled back");
			status.setRollbackOnly();
		});
		committed(() -> {
			publish("an event");
			return Way.JDBC.write(this, "with an event");
		});
		while (publications("count(completion_date)") == 0) {
			LockSupport.parkNanos(1_000_000);
		}
		meetNeighbour();
		assertThat(publications("count(*)")).isOne();
		assertEachReads(BASELINE, "with an event", "an event on another thread");
	}

	private void publish(String text) {
		this.events.publishEvent(new Noted(text, Thread.currentThread().getName()));
	}

	private long publications(String what) {
		return this.jdbc.sql("SELECT " + what + " FROM event_publication").query(Long.class).single();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = PersistenceScenarios.class)
	static class Application {

		@Bean
		MapperFactoryBean<NoteMapper> noteMapper(SqlSessionFactory sessions) {
			MapperFactoryBean<NoteMapper> mapper = new MapperFactoryBean<>(NoteMapper.class);
			mapper.setSqlSessionFactory(sessions);
			return mapper;
		}

		@Bean
		NotingListener notingListener(JdbcClient jdbc) {
			return new NotingListener(jdbc);
		}

		@Bean
		Job job(JobRepository repository, PlatformTransactionManager transactions, JdbcClient jdbc) {
			return new JobBuilder("import", repository)
				.start(new StepBuilder("write", repository).tasklet((contribution, chunk) -> {
					jdbc.sql("INSERT INTO note (text) VALUES ('by a job')").update();
					return RepeatStatus.FINISHED;
				}, transactions).build())
				.build();
		}

	}

	/**
	 * An event of Spring Modulith's.
	 */
	record Noted(String text, String thread) {

	}

	static class NotingListener {

		private final JdbcClient jdbc;

		NotingListener(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@ApplicationModuleListener
		void on(Noted event) {
			boolean same = event.thread().equals(Thread.currentThread().getName());
			this.jdbc.sql("INSERT INTO note (text) VALUES (?)")
				.param(event.text() + (same ? " on the same thread" : " on another thread"))
				.update();
		}

	}

	interface NoteMapper {

		@Insert("INSERT INTO note (text) VALUES (#{text})")
		@Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
		void add(MappedNote note);

		@Select("SELECT text FROM note ORDER BY id")
		List<String> all();

	}

	static class MappedNote {

		Long id;

		String text;

	}

	@Entity(name = "NoteOfScenario")
	@jakarta.persistence.Table(name = "note")
	static class Note {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		Long id;

		String text;

	}

	@Entity(name = "TicketOfScenario")
	@jakarta.persistence.Table(name = "ticket")
	static class Ticket {

		@Id
		@GeneratedValue(strategy = GenerationType.SEQUENCE)
		Long id;

		String text;

	}

	@Table("note")
	record DataNote(@org.springframework.data.annotation.Id Long id, String text) {

	}

}
