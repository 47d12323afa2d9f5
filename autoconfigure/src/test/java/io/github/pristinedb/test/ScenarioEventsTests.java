package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.memory.Regions;
import io.github.pristinedb.scope.ScenarioHandoverEvent;
import io.github.pristinedb.scope.ScenarioStartedEvent;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.slot.ScenarioStart;
import io.github.pristinedb.test.NotesApplication.Notes;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.hibernate.Cache;
import org.hibernate.jpa.HibernateHints;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.MethodMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application hears of scenarios, and what is cleared of what it remembers.
 */
@DeliberateOutput("Tests share the database jdbc:sqlite:target/archive.db")
class ScenarioEventsTests {

	@Test
	void applicationHearsOfEachScenarioAndOfEachHandover() {
		Listening.heard.clear();
		Runs.of(TwoScenarios.class).assertPassed(3);
		assertThat(Listening.heard).containsExactly("TwoScenarios.a starts alone", "a begins",
				"scenario-notes.db handed to TwoScenarios.a", "TwoScenarios.b repetition 1 of 2 starts alone",
				"TwoScenarios.b repetition 2 of 2 starts alone");
	}

	@Test
	void scenarioStartsInTheContextThatIsLoadedForIt() {
		Runs.of(LoadsItsContextAgain.class).assertPassed(2);
	}

	@Test
	void databaseCanBeUsedByWhoeverHearsOfTheHandover() {
		Stage.context().withUserConfiguration(WritingListener.class).run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly("from the migration",
						"from the listener"));
			}
		});
	}

	@Test
	void cachesAreClearedForAScenarioThatIsAlone() {
		Stage.context().withUserConfiguration(WithCache.class).run((context) -> {
			CacheManager caches = context.getBean(CacheManager.class);
			caches.getCache("notes").put("key", "of an earlier scenario");
			Stage.scenario(context, () -> {
				started(context);
				assertThat(caches.getCache("notes").get("key")).isNull();
				caches.getCache("notes").put("key", "of the first");
				Stage.scenario(context, () -> {
					started(context);
					assertThat(caches.getCache("notes").get("key", String.class)).isEqualTo("of the first");
				});
			});
		});
	}

	@Test
	void cachesOfWhatIsNotIsolatedAreLeftAlone() {
		Stage.context()
			.withUserConfiguration(WithCache.class)
			.withPropertyValues("pristine.isolation=none")
			.run(ScenarioEventsTests::assertCacheStays);
		Stage.context()
			.withUserConfiguration(WithCache.class)
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:target/archive.db", "spring.flyway.enabled=false")
			.run(ScenarioEventsTests::assertCacheStays);
	}

	private static void assertCacheStays(ApplicationContext context) throws Exception {
		CacheManager caches = context.getBean(CacheManager.class);
		caches.getCache("notes").put("key", "of the application");
		Stage.scenario(context, () -> {
			started(context);
			assertThat(caches.getCache("notes").get("key", String.class)).isEqualTo("of the application");
		});
	}

	@Test
	void secondLevelCacheIsClearedForAScenarioThatIsAlone() {
		Stage.context()
			.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withUserConfiguration(WithEntity.class)
			.withPropertyValues("spring.jpa.database-platform=org.hibernate.community.dialect.SQLiteDialect",
					"spring.jpa.properties.hibernate.cache.region.factory_class=" + Regions.class.getName(),
					"spring.jpa.properties.hibernate.cache.use_query_cache=true",
					"spring.jpa.properties.jakarta.persistence.sharedCache.mode=ENABLE_SELECTIVE")
			.run((context) -> {
				EntityManagerFactory factory = context.getBean(EntityManagerFactory.class);
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						started(context);
						assertThat(factory.getCache().contains(Note.class, 1)).isFalse();
						assertThat(textOfTheFirstNote(factory)).isEqualTo("from the migration");
						assertThat(textsOfAllNotes(factory)).containsExactly("from the migration");
						assertThat(factory.getCache().contains(Note.class, 1)).isTrue();
						context.getBean(org.springframework.jdbc.core.simple.JdbcClient.class)
							.sql("UPDATE note SET text = 'changed behind its back'")
							.update();
						factory.getCache().unwrap(Cache.class).evictAllRegions();
						assertThat(textOfTheFirstNote(factory)).isEqualTo("changed behind its back");
						assertThat(textsOfAllNotes(factory)).containsExactly("changed behind its back");
						Stage.scenario(context, () -> {
							started(context);
							assertThat(factory.getCache().contains(Note.class, 1)).isTrue();
						});
					});
				}
			});
	}

	private static String textOfTheFirstNote(EntityManagerFactory factory) {
		EntityManager entityManager = factory.createEntityManager();
		try {
			return entityManager.find(Note.class, 1).text;
		}
		finally {
			entityManager.close();
		}
	}

	private static List<String> textsOfAllNotes(EntityManagerFactory factory) {
		EntityManager entityManager = factory.createEntityManager();
		try {
			return entityManager.createQuery("select n.text from CachedNote n", String.class)
				.setHint(HibernateHints.HINT_CACHEABLE, true)
				.getResultList();
		}
		finally {
			entityManager.close();
		}
	}

	private static void started(ApplicationContext context) {
		ApplicationContext real = context.getBean(Self.class).context();
		ScenarioStart.publish(real, (Scope) Scenarios.current().orElseThrow());
	}

	/**
	 * The context itself, rather than what stands for it in assertions.
	 */
	record Self(ApplicationContext context) {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SlimNotes.class)
	static class Listening {

		static final Queue<String> heard = new ConcurrentLinkedQueue<>();

		@EventListener
		void on(ScenarioStartedEvent event) {
			heard.add(event.getScenario().name() + " starts" + (event.isAlone() ? " alone" : ""));
		}

		@EventListener
		void on(ScenarioHandoverEvent event) {
			heard.add(event.getDatabase() + " handed to " + event.getScenario().name());
		}

	}

	@NotesProperties
	@SpringBootTest(classes = Listening.class, webEnvironment = WebEnvironment.NONE)
	static class TwoScenarios {

		@Test
		void a(@Autowired Notes notes) {
			Listening.heard.add("a begins");
			assertThat(notes.all()).hasSize(2);
			assertThat(notes.all()).hasSize(2);
		}

		@RepeatedTest(2)
		void b() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SlimNotes.class)
	static class CountingStarts {

		private final List<String> started = new ArrayList<>();

		@EventListener
		void on(ScenarioStartedEvent event) {
			this.started.add(event.getScenario().name());
		}

	}

	@NotesProperties
	@SpringBootTest(classes = CountingStarts.class, webEnvironment = WebEnvironment.NONE)
	static class LoadsItsContextAgain {

		@Test
		void a(@Autowired CountingStarts starts) {
			assertThat(starts.started).containsExactly("LoadsItsContextAgain.a");
		}

		@Test
		@DirtiesContext(methodMode = MethodMode.BEFORE_METHOD)
		void b(@Autowired CountingStarts starts) {
			assertThat(starts.started).containsExactly("LoadsItsContextAgain.b");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WritingListener {

		@Autowired
		ApplicationContext context;

		@EventListener
		void on(ScenarioHandoverEvent event) {
			Stage.write(this.context, "from the listener");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithCache {

		@Bean
		Self self(ApplicationContext context) {
			return new Self(context);
		}

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager("notes");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = Note.class)
	static class WithEntity {

		@Bean
		Self self(ApplicationContext context) {
			return new Self(context);
		}

	}

	@Entity(name = "CachedNote")
	@jakarta.persistence.Table(name = "note")
	@Cacheable
	static class Note {

		@Id
		Integer id;

		String text;

	}

}
