package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.memory.HibernatePostProcessor;
import io.github.pristinedb.memory.LibraryPostProcessor;
import io.github.pristinedb.memory.PersistenceMemory;
import io.github.pristinedb.memory.SpringCaches;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * Auto-configuration of what keeps the memory of a context's singletons to the scenario
 * whose database it is of.
 */
@AutoConfiguration(after = PristineAutoConfiguration.class)
@ConditionalOnBean(ManagedContext.class)
public final class PristineCacheAutoConfiguration {

	@Bean
	static LibraryPostProcessor pristineLibraryPostProcessor(ApplicationContext context) {
		return new LibraryPostProcessor(context);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CacheManager.class)
	static class CacheManagerConfiguration {

		@Bean
		SpringCaches pristineCacheClearing(ObjectProvider<CacheManager> cacheManagers) {
			return new SpringCaches(cacheManagers);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EntityManagerFactory.class)
	static class PersistenceConfiguration {

		@Bean
		PersistenceMemory pristinePersistenceMemory(ObjectProvider<EntityManagerFactory> factories) {
			return new PersistenceMemory(factories);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SessionFactory.class, LocalContainerEntityManagerFactoryBean.class })
	static class HibernateConfiguration {

		@Bean
		static HibernatePostProcessor pristineHibernatePostProcessor(ApplicationContext context) {
			return new HibernatePostProcessor(context);
		}

	}

}
