package io.github.pristinedb.memory;

import java.util.Map;
import java.util.Set;

import io.github.pristinedb.jdbc.ScenarioDataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.hibernate.LocalSessionFactoryBean;
import org.springframework.util.ClassUtils;

/**
 * Gives each session factory on a managed data source a {@link ScenarioTenant}.
 * Applications with tenants of their own keep them. Applications with Hibernate Search
 * get none, since its indexes refuse an unknown tenant.
 */
public final class HibernatePostProcessor implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(HibernatePostProcessor.class);

	private static final boolean SEARCH_PRESENT = ClassUtils.isPresent("org.hibernate.search.mapper.orm.Search",
			HibernatePostProcessor.class.getClassLoader());

	private static final Set<String> TENANTS = Set.of(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER,
			MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER);

	// Spring Framework has moved it since 6.
	private static final boolean NATIVE_PRESENT = ClassUtils.isPresent(
			"org.springframework.orm.jpa.hibernate.LocalSessionFactoryBean",
			HibernatePostProcessor.class.getClassLoader());

	private final ApplicationContext context;

	/**
	 * Create a new post-processor.
	 * @param context the context of the session factories
	 */
	public HibernatePostProcessor(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof LocalContainerEntityManagerFactoryBean factory
				&& ScenarioDataSource.find(factory.getDataSource()) != null) {
			nameScenarios(factory.getJpaPropertyMap(), beanName);
		}
		else if (NATIVE_PRESENT && bean instanceof LocalSessionFactoryBean factory) {
			// It does not tell its data source. If that is not managed, there is no
			// tenant.
			nameScenarios(factory.getHibernateProperties(), beanName);
		}
		return bean;
	}

	private void nameScenarios(Map<? super String, Object> settings, String beanName) {
		if (SEARCH_PRESENT || TENANTS.stream().anyMatch(settings::containsKey) || hasTenants()) {
			return;
		}
		logger.debug("Hibernate keeps its memory of a database by scenario: " + beanName);
		settings.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new ScenarioTenant(this.context));
	}

	/**
	 * Hibernate asks Spring's context for such beans.
	 */
	private boolean hasTenants() {
		return hasBean(CurrentTenantIdentifierResolver.class) || hasBean(MultiTenantConnectionProvider.class);
	}

	private boolean hasBean(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.context, type, true, false).length > 0;
	}

}
