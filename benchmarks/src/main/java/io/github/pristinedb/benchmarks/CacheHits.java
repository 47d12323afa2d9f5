package io.github.pristinedb.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.template.file.TrustedTemplates;
import io.github.pristinedb.test.TestContextMarker;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Prints, in nanoseconds, how long the migration step of the first application context of
 * this JVM took, the start of that context, and the median of the migration steps of some
 * contexts that follow. Arguments: the location of the migrations, the directory of the
 * cache, and whether the template's content is checked.
 */
final class CacheHits {

	private static final int LATER = 5;

	private CacheHits() {
	}

	public static void main(String[] args) {
		Path directory = Path.of(args[1]);
		boolean checked = Boolean.parseBoolean(args[2]);
		long started = System.nanoTime();
		long first = hit(args[0], directory, checked);
		long context = System.nanoTime() - started;
		Timings later = new Timings();
		for (int i = 0; i < LATER; i++) {
			later.add(hit(args[0], directory, checked));
		}
		System.out.printf("%d %d %.0f%n", first, context, later.median() * 1e6);
	}

	private static long hit(String location, Path directory, boolean checked) {
		Path cache = directory.resolve("cache");
		if (!checked) {
			TrustedTemplates.in(cache);
		}
		Watch watch = new Watch();
		TestRun.begin();
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).initializers((application) -> {
			GenericApplicationContext beans = (GenericApplicationContext) application;
			beans.getBeanFactory().registerSingleton(TestContextMarker.BEAN_NAME, "a context of scenarios");
			beans.getBeanFactory().addBeanPostProcessor(watch);
		})
			.run("--spring.datasource.url=jdbc:sqlite:" + directory.resolve("scenario-hits.db"),
					"--spring.flyway.locations=" + location, "--pristine.workspace=" + directory.resolve("workspace"),
					"--pristine.template.cache-dir=" + cache, "--spring.main.banner-mode=off",
					"--logging.level.root=warn")
			.close();
		return watch.nanos();
	}

	/**
	 * Measures the step of a context's start that migrates.
	 */
	private static final class Watch implements BeanPostProcessor {

		private final AtomicLong nanos = new AtomicLong();

		@Override
		public Object postProcessBeforeInitialization(Object bean, String name) {
			if (bean instanceof FlywayMigrationInitializer) {
				this.nanos.set(-System.nanoTime());
			}
			return bean;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (bean instanceof FlywayMigrationInitializer) {
				this.nanos.addAndGet(System.nanoTime());
			}
			return bean;
		}

		long nanos() {
			return this.nanos.get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
