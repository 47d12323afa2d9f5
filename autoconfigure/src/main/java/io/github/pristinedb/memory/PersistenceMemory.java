package io.github.pristinedb.memory;

import java.util.function.Consumer;

import jakarta.persistence.Cache;
import jakarta.persistence.EntityManagerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

/**
 * The second-level caches of JPA, and what Hibernate has besides.
 */
public final class PersistenceMemory extends Memory {

	private static final boolean HIBERNATE_PRESENT = ClassUtils.isPresent("org.hibernate.SessionFactory",
			PersistenceMemory.class.getClassLoader());

	private final ObjectProvider<EntityManagerFactory> factories;

	/**
	 * Create a new memory.
	 * @param factories where the caches are
	 */
	public PersistenceMemory(ObjectProvider<EntityManagerFactory> factories) {
		this.factories = factories;
	}

	@Override
	void forget() {
		this.factories.stream().forEach((factory) -> {
			Cache cache = factory.getCache();
			if (cache != null) {
				cache.evictAll();
			}
		});
		withHibernate(HibernateMemory::forget);
	}

	@Override
	void shared() {
		withHibernate(HibernateMemory::shared);
	}

	private void withHibernate(Consumer<HibernateMemory> action) {
		if (HIBERNATE_PRESENT) {
			this.factories.stream().forEach((factory) -> {
				HibernateMemory memory = HibernateMemory.of(factory);
				if (memory != null) {
					action.accept(memory);
				}
			});
		}
	}

}
