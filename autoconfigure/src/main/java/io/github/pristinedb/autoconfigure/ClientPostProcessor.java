package io.github.pristinedb.autoconfigure;

import java.util.function.UnaryOperator;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets the beans of one type add the scenario's header, whoever built them.
 *
 * @param <T> the type of the beans
 */
final class ClientPostProcessor<T> implements BeanPostProcessor {

	private final Class<T> type;

	private final UnaryOperator<T> customizer;

	ClientPostProcessor(Class<T> type, UnaryOperator<T> customizer) {
		this.type = type;
		this.customizer = customizer;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return this.type.isInstance(bean) ? this.customizer.apply(this.type.cast(bean)) : bean;
	}

}
