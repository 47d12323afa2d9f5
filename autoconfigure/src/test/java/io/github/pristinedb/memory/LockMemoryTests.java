package io.github.pristinedb.memory;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import javax.sql.DataSource;

import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ShedLock remembers is of one scenario. Written without its classes, as the
 * post-processor is.
 */
@EnabledIf("hasShedLock")
class LockMemoryTests {

	private static final String PROVIDER = "net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider";

	static boolean hasShedLock() {
		return ClassUtils.isPresent(PROVIDER, null);
	}

	@Test
	void lockIsHadOnceInEachScenarioAlsoSideBySide() {
		Stage.context()
			.withUserConfiguration(Locks.class)
			.withPropertyValues("spring.flyway.enabled=false")
			.run((context) -> {
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						assertThat(lock(context)).isPresent();
						Stage.scenario(context, () -> assertThat(lock(context)).isPresent());
						assertThat(lock(context)).as("it is locked").isEmpty();
					});
				}
			});
	}

	private static Optional<?> lock(ApplicationContext context) throws ReflectiveOperationException {
		Class<?> configuration = Class.forName("net.javacrumbs.shedlock.core.LockConfiguration");
		Method lock = Class.forName("net.javacrumbs.shedlock.core.LockProvider").getMethod("lock", configuration);
		return (Optional<?>) lock.invoke(context.getBean("locks"),
				configuration.getConstructor(Instant.class, String.class, Duration.class, Duration.class)
					.newInstance(Instant.now(), "import", Duration.ofMinutes(1), Duration.ZERO));
	}

	@Configuration(proxyBeanMethods = false)
	static class Locks {

		@Bean
		Object locks(DataSource dataSource) throws ReflectiveOperationException {
			new JdbcTemplate(dataSource).execute("""
					CREATE TABLE shedlock (name TEXT PRIMARY KEY, lock_until TIMESTAMP NOT NULL,
					    locked_at TIMESTAMP NOT NULL, locked_by TEXT NOT NULL)
					""");
			return Class.forName(PROVIDER).getConstructor(DataSource.class).newInstance(dataSource);
		}

	}

}
