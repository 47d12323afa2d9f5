package io.github.pristinedb.memory;

import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.error.SaidOnce;
import jakarta.persistence.EntityManagerFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.OptimizableGenerator;
import org.hibernate.id.enhanced.NoopOptimizer;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.id.enhanced.PooledLoThreadLocalOptimizer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What Hibernate remembers of a database beyond a session.
 *
 * @param factory the session factory
 */
record HibernateMemory(SessionFactoryImplementor factory) {

	private static final Log logger = LogFactory.getLog(HibernateMemory.class);

	// Since Hibernate 7.2.
	private static final boolean RESETTABLE = ClassUtils.hasMethod(Optimizer.class, "reset");

	private static final SaidOnce said = new SaidOnce(logger);

	/**
	 * The memory of an entity manager factory.
	 * @param factory the factory
	 * @return the memory, or {@code null} if the factory is not Hibernate's
	 */
	static @Nullable HibernateMemory of(EntityManagerFactory factory) {
		try {
			return new HibernateMemory(factory.unwrap(SessionFactoryImplementor.class));
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Forget all, whichever tenant it is of.
	 */
	void forget() {
		// JPA means the entities only.
		this.factory.getCache().evictAllRegions();
		boolean forgotten = true;
		for (Optimizer optimizer : optimizers()) {
			if (RESETTABLE) {
				optimizer.reset();
			}
			forgotten &= RESETTABLE && !(optimizer instanceof PooledLoThreadLocalOptimizer);
		}
		if (!(resolver() instanceof ScenarioTenant tenant)) {
			warnUnless(forgotten);
		}
		else if (forgotten) {
			tenant.own();
		}
	}

	/**
	 * Scenarios that run side by side share this, unless it is kept by tenant.
	 */
	void shared() {
		if (!(resolver() instanceof ScenarioTenant)) {
			warnUnless(!this.factory.getSessionFactoryOptions().isSecondLevelCacheEnabled() && optimizers().isEmpty());
		}
	}

	private @Nullable CurrentTenantIdentifierResolver<Object> resolver() {
		return this.factory.getCurrentTenantIdentifierResolver();
	}

	private void warnUnless(boolean forgotten) {
		if (!forgotten) {
			said.warn(this.factory.getUuid(),
					() -> "The session factory '" + this.factory.getName() + "' has tenants or indexes of its own, so"
							+ " Hibernate shares blocks of ids and second-level caches among scenarios. Set"
							+ " spring.jpa.properties.hibernate.id.optimizer.pooled.preferred=none and"
							+ " spring.jpa.properties.hibernate.cache.use_second_level_cache=false in tests.");
		}
	}

	/**
	 * Those that hand out blocks of ids.
	 */
	private List<Optimizer> optimizers() {
		List<Optimizer> optimizers = new ArrayList<>();
		this.factory.getMappingMetamodel().forEachEntityDescriptor((entity) -> add(entity.getGenerator(), optimizers));
		this.factory.getMappingMetamodel()
			.forEachCollectionDescriptor((collection) -> add(collection.getGenerator(), optimizers));
		return optimizers;
	}

	private static void add(@Nullable Generator generator, List<Optimizer> optimizers) {
		if (generator instanceof OptimizableGenerator optimizable) {
			Optimizer optimizer = optimizable.getOptimizer();
			if (optimizer != null && !(optimizer instanceof NoopOptimizer)) {
				optimizers.add(optimizer);
			}
		}
	}

}
