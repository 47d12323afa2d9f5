package io.github.pristinedb.test;

import java.nio.file.Path;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.jdbc.UnmarkedContextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.SmartContextLoader;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A managed database in a context that the TestContext framework loads, and that nobody
 * has marked.
 */
@DeliberateOutput("Exception encountered during context initialization|LoggingFailureAnalysisReporter")
class UnmarkedContextTests {

	@TempDir
	private static Path temporary;

	@Test
	void managedDatabaseOfAnUnmarkedContextIsAnError() {
		Throwable failure = catchThrowable(() -> load(Unmarked.class));
		assertThat(NestedExceptionUtils.getRootCause(failure)).isInstanceOf(UnmarkedContextException.class)
			.hasMessageContaining("scenario-unmarked.db")
			.hasMessageContaining("pristine.enabled=false");
		assertThat(temporary.resolve("scenario-unmarked.db")).doesNotExist();
	}

	@Test
	void otherDatabaseOfAnUnmarkedContextIsLeftAlone() throws Exception {
		load(UnmarkedElsewhere.class).close();
	}

	@Test
	void contextThatAStartUpStartsByHandNeedsNoMark() throws Exception {
		load(StartsAnother.class).close();
	}

	private static ConfigurableApplicationContext load(Class<?> test) throws Exception {
		return (ConfigurableApplicationContext) new TestContextManager(test).getTestContext().getApplicationContext();
	}

	private static ConfigurableApplicationContext start(String file) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.datasource.url=jdbc:sqlite:" + temporary.resolve(file));
	}

	@ContextConfiguration(loader = PlainLoader.class, classes = Application.class)
	static class Unmarked {

	}

	@ContextConfiguration(loader = ElsewhereLoader.class, classes = Application.class)
	static class UnmarkedElsewhere {

	}

	@ContextConfiguration(classes = Starter.class)
	static class StartsAnother {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ PristineAutoConfiguration.class, DataSourceAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Starter {

		@Bean
		ConfigurableApplicationContext another() {
			return start("scenario-by-hand.db");
		}

	}

	/**
	 * Does not apply any customizer.
	 */
	static class PlainLoader implements SmartContextLoader {

		@Override
		public void processContextConfiguration(ContextConfigurationAttributes attributes) {
		}

		@Override
		public ApplicationContext loadContext(MergedContextConfiguration configuration) {
			return start("scenario-unmarked.db");
		}

	}

	static final class ElsewhereLoader extends PlainLoader {

		@Override
		public ApplicationContext loadContext(MergedContextConfiguration configuration) {
			return start("orders.db");
		}

	}

}
