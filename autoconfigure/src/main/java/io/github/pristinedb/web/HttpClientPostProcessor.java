package io.github.pristinedb.web;

import java.net.http.HttpClient;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Puts a {@link ScenarioHttpClient} in front of the clients of an application context.
 * Only of those that were declared as a {@link HttpClient}: one that is injected as
 * something else cannot be replaced.
 */
public final class HttpClientPostProcessor implements BeanPostProcessor {

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Create a post-processor for the beans of a context.
	 * @param beanFactory the context's bean factory
	 */
	public HttpClientPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof HttpClient client
				&& DeclaredType.of(this.beanFactory, beanName, bean) == HttpClient.class)
						? new ScenarioHttpClient(client) : bean;
	}

}
