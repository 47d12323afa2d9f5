package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.web.ExecutorPostProcessor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of executors and schedulers that run their tasks for the scenario of
 * the thread that submits them.
 */
@AutoConfiguration(after = PristineAutoConfiguration.class)
@ConditionalOnBean(ManagedContext.class)
public final class PristinePropagationAutoConfiguration {

	@Bean
	static ExecutorPostProcessor pristineExecutorPostProcessor(ConfigurableApplicationContext context) {
		return new ExecutorPostProcessor(context);
	}

}
