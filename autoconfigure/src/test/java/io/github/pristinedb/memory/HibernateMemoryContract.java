package io.github.pristinedb.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.slot.ScenarioStart;
import io.github.pristinedb.test.Stage;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.jpa.HibernateHints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Hibernate remembers is of one scenario: blocks of ids, and its second-level cache.
 */
abstract class HibernateMemoryContract {

	static final List<Long> FROM_ONE = LongStream.rangeClosed(1, 120).boxed().toList();

	private final String[] database;

	HibernateMemoryContract(String... database) {
		this.database = database;
	}

	@ParameterizedTest
	@ValueSource(strings = { "pooled", "pooled-lo", "pooled-lotl", "hilo", "legacy-hilo", "none" })
	void idsStartAnewInEachScenario(String optimizer) {
		context().withPropertyValues("spring.jpa.properties.hibernate.id.optimizer.pooled.preferred=" + optimizer)
			.run((context) -> {
				List<List<Long>> pooled = new ArrayList<>();
				List<List<Long>> fromTable = new ArrayList<>();
				for (int i = 0; i < 4; i++) {
					boolean alone = i < 2;
					Stage.scenario(context, () -> {
						if (alone) {
							started(context);
						}
						pooled.add(persist(context, PooledId.class, 120));
						fromTable.add(persist(context, TableId.class, 120));
					});
				}
				assertThat(pooled.get(0)).doesNotHaveDuplicates().allMatch((id) -> id > 0);
				assertThat(pooled).containsOnly(pooled.get(0));
				assertThat(fromTable.get(0)).doesNotHaveDuplicates().allMatch((id) -> id > 0);
				assertThat(fromTable).containsOnly(fromTable.get(0));
			});
	}

	@Test
	void scenarioThatIsAloneHasNoTenant() {
		withCache().run((context) -> Stage.scenario(context, () -> {
			started(context);
			assertThat(tenant(context)).isNull();
			assertThat(texts(context)).hasSize(3);
			assertThat(factory(context).getCache().contains(CachedNote.class, 1)).isTrue();
			Stage.scenario(context, () -> {
				started(context);
				assertThat(tenant(context)).isEqualTo(Scenarios.current().orElseThrow().id());
			});
			assertThat(tenant(context)).isNull();
		}));
	}

	@Test
	void idsStartAnewInEachTransactionThatIsRolledBack() {
		context().withPropertyValues("pristine.isolation=transaction").run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> assertThat(persist(context, PooledId.class, 120)).isEqualTo(FROM_ONE));
			}
		});
	}

	@Test
	void scenariosSideBySideHaveBlocksOfTheirOwn() {
		context().run((context) -> Stage.scenario(context, () -> {
			assertThat(persist(context, PooledId.class, 3)).containsExactly(1L, 2L, 3L);
			Stage.scenario(context, () -> assertThat(persist(context, PooledId.class, 120)).isEqualTo(FROM_ONE));
			assertThat(persist(context, PooledId.class, 117)).isEqualTo(FROM_ONE.subList(3, 120));
		}));
	}

	@Test
	void idsOfAScenarioAreNoneOfItsClass() {
		context().run((context) -> {
			Scope around = new Scope(Scope.Kind.TEST_CLASS, "a class");
			Stage.scope(context, around, () -> {
				List<Long> ofTheClass = persist(context, PooledId.class, 60);
				for (int i = 0; i < 2; i++) {
					Scope scenario = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "a scenario").in(around));
					Stage.scope(context, scenario,
							() -> assertThat(persist(context, PooledId.class, 120))
								.doesNotContainAnyElementsOf(ofTheClass)
								.allMatch((id) -> id > 0));
				}
			});
		});
	}

	@Test
	void scenariosSideBySideHaveCachesOfTheirOwn() {
		withCache().run((context) -> Stage.scenario(context, () -> {
			change(context, "changed");
			assertThat(texts(context)).containsOnly("changed").hasSize(3);
			assertThat(factory(context).getStatistics().getSecondLevelCachePutCount()).isPositive();
			Stage.scenario(context, () -> assertThat(texts(context)).containsOnly("from the migration").hasSize(3));
			assertThat(texts(context)).containsOnly("changed").hasSize(3);
		}));
	}

	final ApplicationContextRunner context() {
		return Stage.contextWithoutUrl()
			.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withUserConfiguration(Entities.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=update")
			.withPropertyValues(this.database);
	}

	private ApplicationContextRunner withCache() {
		return context().withPropertyValues(
				"spring.jpa.properties.hibernate.cache.region.factory_class=" + Regions.class.getName(),
				"spring.jpa.properties.hibernate.cache.use_query_cache=true",
				"spring.jpa.properties.hibernate.generate_statistics=true",
				"spring.jpa.properties.jakarta.persistence.sharedCache.mode=ENABLE_SELECTIVE");
	}

	static List<Long> persist(ApplicationContext context, Class<? extends Numbered> type, int count) throws Exception {
		List<Long> ids = new ArrayList<>();
		try (EntityManager entityManager = context.getBean(EntityManagerFactory.class).createEntityManager()) {
			for (int i = 0; i < count; i++) {
				Numbered entity = type.getDeclaredConstructor().newInstance();
				entityManager.getTransaction().begin();
				entityManager.persist(entity);
				entityManager.getTransaction().commit();
				ids.add(entity.id());
			}
		}
		return ids;
	}

	private static void change(ApplicationContext context, String text) {
		try (EntityManager entityManager = context.getBean(EntityManagerFactory.class).createEntityManager()) {
			entityManager.getTransaction().begin();
			entityManager.find(CachedNote.class, 1).text = text;
			entityManager.getTransaction().commit();
		}
	}

	/**
	 * By id, by a query for texts, and by a query for entities.
	 */
	private static List<String> texts(ApplicationContext context) {
		List<String> texts = new ArrayList<>();
		try (EntityManager entityManager = context.getBean(EntityManagerFactory.class).createEntityManager()) {
			texts.add(entityManager.find(CachedNote.class, 1).text);
			texts.addAll(entityManager.createQuery("select n.text from CachedNote n", String.class)
				.setHint(HibernateHints.HINT_CACHEABLE, true)
				.getResultList());
			texts.add(entityManager.createQuery("from CachedNote", CachedNote.class)
				.setHint(HibernateHints.HINT_CACHEABLE, true)
				.getSingleResult().text);
		}
		return texts;
	}

	static String tenant(ApplicationContext context) {
		try (Session session = factory(context).openSession()) {
			return session.getTenantIdentifier();
		}
	}

	static SessionFactoryImplementor factory(ApplicationContext context) {
		return context.getBean(EntityManagerFactory.class).unwrap(SessionFactoryImplementor.class);
	}

	static void started(ApplicationContext context) {
		ApplicationContext real = context.getBean(Entities.class).context;
		ScenarioStart.publish(real, (Scope) Scenarios.current().orElseThrow());
	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = HibernateMemoryContract.class)
	static class Entities {

		private final ApplicationContext context;

		Entities(ApplicationContext context) {
			this.context = context;
		}

	}

	interface Numbered {

		Long id();

	}

	@Entity
	static class PooledId implements Numbered {

		@Id
		@GeneratedValue(strategy = GenerationType.SEQUENCE)
		Long id;

		@Override
		public Long id() {
			return this.id;
		}

	}

	@Entity
	static class TableId implements Numbered {

		@Id
		@GeneratedValue(strategy = GenerationType.TABLE)
		Long id;

		@Override
		public Long id() {
			return this.id;
		}

	}

	@Entity(name = "CachedNote")
	@Table(name = "note")
	@Cacheable
	static class CachedNote {

		@Id
		Integer id;

		String text;

	}

}
