package io.github.pristinedb.autoconfigure;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.template.FingerprintBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The beans of an application context, as an input to the fingerprint: names and types of
 * their definitions. A test of a module or slice has others than the whole application.
 */
final class ContextBeans implements Consumer<FingerprintBuilder> {

	private static final Log logger = LogFactory.getLog(ContextBeans.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private final ListableBeanFactory beanFactory;

	private final @Nullable Object strategy;

	/**
	 * Create a new instance.
	 * @param beanFactory the beans
	 * @param strategy the migration strategy that may look at them
	 */
	ContextBeans(ListableBeanFactory beanFactory, @Nullable Object strategy) {
		this.beanFactory = beanFactory;
		this.strategy = strategy;
	}

	@Override
	public void accept(FingerprintBuilder fingerprint) {
		String name = (this.strategy != null) ? withoutNumber(this.strategy.getClass().getName()) : "";
		if (said.isNew(name)) {
			logger.info("The migration strategy " + name + " has fields, so it may depend on its application context. "
					+ "Contexts with other beans get a template of their own. A strategy without fields shares one.");
		}
		fingerprint.add("strategy/beans",
				Arrays.stream(this.beanFactory.getBeanDefinitionNames())
					.sorted()
					.map((bean) -> bean + " " + type(bean))
					.collect(Collectors.joining("\n")));
	}

	private String type(String bean) {
		String type = (this.beanFactory instanceof ConfigurableListableBeanFactory factory)
				? factory.getBeanDefinition(bean).getBeanClassName() : null;
		return (type != null) ? withoutNumber(type) : "";
	}

	/**
	 * The name of a generated class ends with a number, which may be another in the next
	 * JVM.
	 */
	private static String withoutNumber(String type) {
		int generated = type.indexOf("$$");
		return (generated != -1) ? type.substring(0, generated) : type;
	}

}
