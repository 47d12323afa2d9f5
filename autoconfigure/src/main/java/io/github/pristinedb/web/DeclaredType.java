package io.github.pristinedb.web;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The type that a bean was declared with: what it can be injected as.
 */
final class DeclaredType {

	private DeclaredType() {
	}

	static Class<?> of(ConfigurableListableBeanFactory beanFactory, String beanName, Object bean) {
		return beanFactory.containsBeanDefinition(beanName)
				? beanFactory.getMergedBeanDefinition(beanName).getResolvableType().resolve(bean.getClass())
				: bean.getClass();
	}

}
