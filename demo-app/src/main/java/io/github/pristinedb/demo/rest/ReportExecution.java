package io.github.pristinedb.demo.rest;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The threads that write reports while requests are answered.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@EnableAsync
class ReportExecution {

	@Bean
	ThreadPoolTaskExecutor reportExecutor(ThreadPoolTaskExecutorBuilder builder) {
		return builder.corePoolSize(2).maxPoolSize(2).threadNamePrefix("report-").build();
	}

}
