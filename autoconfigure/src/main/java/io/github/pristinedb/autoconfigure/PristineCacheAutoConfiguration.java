package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.scenario.ScenarioStartedEvent;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration that clears what a context remembers of an earlier scenario's
 * database, before the scenario's test does anything. Only when a scenario is alone in
 * its context: another one may be about to read what it has put there. And only if it has
 * a state of a database to itself: a cache of anything else is none of Pristine's. What
 * belongs to the database that a scenario goes on with stays.
 */
@AutoConfiguration(after = PristineAutoConfiguration.class)
@ConditionalOnBean(ManagedContext.class)
public final class PristineCacheAutoConfiguration {

	private static final boolean HIBERNATE_PRESENT = ClassUtils.isPresent("org.hibernate.Cache",
			PristineCacheAutoConfiguration.class.getClassLoader());

	private static boolean isOutdated(ScenarioStartedEvent event) {
		return event.isIsolated() && event.isAlone() && !event.isContinuing();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CacheManager.class)
	static class CacheManagerConfiguration {

		@Bean
		ApplicationListener<ScenarioStartedEvent> pristineCacheClearing(ObjectProvider<CacheManager> cacheManagers) {
			return new CacheClearing(cacheManagers);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EntityManagerFactory.class)
	static class SecondLevelCacheConfiguration {

		@Bean
		ApplicationListener<ScenarioStartedEvent> pristineSecondLevelCacheClearing(
				ObjectProvider<EntityManagerFactory> entityManagerFactories) {
			return new SecondLevelCacheClearing(entityManagerFactories);
		}

	}

	/**
	 * Clears Spring's caches.
	 *
	 * @param cacheManagers their managers
	 */
	private record CacheClearing(
			ObjectProvider<CacheManager> cacheManagers) implements ApplicationListener<ScenarioStartedEvent> {

		@Override
		public void onApplicationEvent(ScenarioStartedEvent event) {
			if (isOutdated(event)) {
				this.cacheManagers.stream().forEach(CacheClearing::clear);
			}
		}

		@Override
		public boolean supportsAsyncExecution() {
			return false;
		}

		private static void clear(CacheManager cacheManager) {
			for (String name : cacheManager.getCacheNames()) {
				Cache cache = cacheManager.getCache(name);
				if (cache != null) {
					cache.clear();
				}
			}
		}

	}

	/**
	 * Clears the second-level caches of JPA.
	 *
	 * @param entityManagerFactories where they are
	 */
	private record SecondLevelCacheClearing(ObjectProvider<EntityManagerFactory> entityManagerFactories)
			implements
				ApplicationListener<ScenarioStartedEvent> {

		@Override
		public void onApplicationEvent(ScenarioStartedEvent event) {
			if (isOutdated(event)) {
				this.entityManagerFactories.stream()
					.map(EntityManagerFactory::getCache)
					.forEach(SecondLevelCacheClearing::clear);
			}
		}

		@Override
		public boolean supportsAsyncExecution() {
			return false;
		}

		private static void clear(jakarta.persistence.@Nullable Cache cache) {
			if (HIBERNATE_PRESENT && cache instanceof org.hibernate.Cache regions) {
				// JPA means the entities only.
				regions.evictAllRegions();
			}
			else if (cache != null) {
				cache.evictAll();
			}
		}

	}

}
