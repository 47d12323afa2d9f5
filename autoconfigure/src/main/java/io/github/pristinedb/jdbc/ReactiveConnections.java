package io.github.pristinedb.jdbc;

import java.util.function.Supplier;

import io.r2dbc.spi.ConnectionFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tells that tests share a database if they connect to it by R2DBC: only data sources are
 * managed. The connection factories of the context stay as they are.
 */
public final class ReactiveConnections implements BeanPostProcessor {

	private final UnmanagedDataSources unmanaged;

	private final Supplier<SharingRules> rules;

	/**
	 * Create a new post-processor.
	 * @param context a context of tests
	 * @param rules which databases tests may share
	 */
	public ReactiveConnections(ConfigurableApplicationContext context, Supplier<SharingRules> rules) {
		this.unmanaged = new UnmanagedDataSources(context);
		this.rules = rules;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ConnectionFactory factory
				&& !this.unmanaged.leadsToAnotherBean(beanName, ConnectionFactory.class)) {
			this.unmanaged.found(
					new Diagnosis(beanName, "of the bean '" + beanName + "' (" + factory.getMetadata().getName() + ")",
							"it connects by R2DBC, and Pristine manages JDBC's data sources only",
							"Let each test remove what it writes."),
					beanName, this.rules.get());
		}
		return bean;
	}

}
