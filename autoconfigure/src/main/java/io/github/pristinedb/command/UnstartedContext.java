package io.github.pristinedb.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.pristinedb.jdbc.ScenarioDataSourcePostProcessor;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.ReactiveWebMergedContextConfiguration;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextBootstrapper;
import org.springframework.test.context.aot.AotContextLoader;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.support.DefaultBootstrapContext;
import org.springframework.test.context.web.WebMergedContextConfiguration;
import org.springframework.util.StringUtils;

/**
 * The application context of a test class, configured as the TestContext framework does
 * it, but never started: beans can be had of it, and none is made but those and what they
 * need. There is no web server, no runner, no scheduled task.
 */
final class UnstartedContext {

	// A command says what it was asked, or what is wrong.
	private static final List<String> QUIET = List.of("spring.main.banner-mode=off",
			"spring.main.log-startup-info=false", "logging.level.root=warn");

	private final AotContextLoader loader;

	private final MergedContextConfiguration configuration;

	private UnstartedContext(AotContextLoader loader, MergedContextConfiguration configuration) {
		this.loader = loader;
		this.configuration = configuration;
	}

	/**
	 * The context of a class. Nothing of it is made yet.
	 * @param type a test class, or a {@code @Configuration} of the application, which is
	 * then tested as by {@code @SpringBootTest(classes = …)}
	 * @param properties further properties, each as {@code name=value}, which win over
	 * those that stand at the class
	 * @return the context
	 * @throws TemplateCommandException if such a context cannot be had without starting
	 * it
	 */
	static UnstartedContext of(Class<?> type, List<String> properties) {
		MergedContextConfiguration configuration = configuration(type);
		if (configuration.getParent() != null) {
			throw new TemplateCommandException("The tests of " + type.getName() + " have a hierarchy of contexts.",
					"Name a test class with a single context that has the same migrations, or the application's class.");
		}
		if (!(configuration.getContextLoader() instanceof AotContextLoader loader)) {
			throw new TemplateCommandException(
					"The context of " + type.getName() + " has the loader " + configuration.getContextLoader()
							+ ", which can only start the context.",
					"Name a test class with @SpringBootTest, or the application's class.");
		}
		return new UnstartedContext(loader, with(properties, configuration));
	}

	private static MergedContextConfiguration configuration(Class<?> type) {
		BootstrapWith annotation = TestContextAnnotationUtils.findMergedAnnotation(type, BootstrapWith.class);
		if (annotation != null) {
			return configuration(type, BeanUtils.instantiateClass(annotation.value(), TestContextBootstrapper.class));
		}
		if (AnnotatedElementUtils.hasAnnotation(type, Configuration.class)) {
			return configuration(TestOfApplication.class, new ApplicationBootstrapper(type));
		}
		return configuration(type, new SpringBootTestContextBootstrapper());
	}

	private static MergedContextConfiguration configuration(Class<?> testClass, TestContextBootstrapper bootstrapper) {
		bootstrapper
			.setBootstrapContext(new DefaultBootstrapContext(testClass, new DefaultCacheAwareContextLoaderDelegate()));
		return bootstrapper.buildMergedContextConfiguration();
	}

	private static MergedContextConfiguration with(List<String> properties, MergedContextConfiguration original) {
		List<String> all = new ArrayList<>(QUIET);
		all.addAll(List.of(original.getPropertySourceProperties()));
		all.addAll(properties);
		MergedContextConfiguration configuration = new MergedContextConfiguration(original.getTestClass(),
				original.getLocations(), original.getClasses(), original.getContextInitializerClasses(),
				original.getActiveProfiles(), original.getPropertySourceDescriptors(), StringUtils.toStringArray(all),
				original.getContextCustomizers(), original.getContextLoader(), null, null);
		if (original instanceof WebMergedContextConfiguration web) {
			return new WebMergedContextConfiguration(configuration, web.getResourceBasePath());
		}
		return (original instanceof ReactiveWebMergedContextConfiguration)
				? new ReactiveWebMergedContextConfiguration(configuration) : configuration;
	}

	/**
	 * Work with the context's beans. They are destroyed afterwards.
	 * @param work what to do
	 * @param <T> the type of its result
	 * @return its result
	 * @throws Exception what the work throws, or what keeps the context from being
	 * configured
	 */
	<T> T call(Function<ListableBeanFactory, T> work) throws Exception {
		// Neither started nor refreshed: this is what Spring's own processing ahead of
		// time begins with.
		ConfigurableApplicationContext context = (ConfigurableApplicationContext) this.loader
			.loadContextForAotProcessing(this.configuration, new RuntimeHints());
		context.getBeanFactory().registerSingleton(ScenarioDataSourcePostProcessor.UNSTARTED, Boolean.TRUE);
		List<T> results = new ArrayList<>(1);
		RuntimeException done = new IllegalStateException("The start of the context was broken off");
		// It would warn that it does not start.
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(context.getClass().getName(), LogLevel.ERROR);
		context.setApplicationStartup(new PostProcessedStartup(() -> {
			ConfigurableListableBeanFactory beans = context.getBeanFactory();
			// As the context itself does, later.
			if (!beans.hasEmbeddedValueResolver()) {
				beans.addEmbeddedValueResolver(context.getEnvironment()::resolvePlaceholders);
			}
			results.add(work.apply(beans));
			throw done;
		}));
		try (context) {
			context.refresh();
		}
		catch (RuntimeException | LinkageError ex) {
			if (ex != done) {
				FailureAnalysis analysis = new FailureAnalyses(context).of(ex);
				if (analysis == null) {
					throw ex;
				}
				throw new AnalyzedFailureException(analysis, ex);
			}
		}
		return results.get(0);
	}

	/**
	 * A test class without anything that would configure it.
	 */
	private static final class TestOfApplication {

	}

	/**
	 * Configures {@link TestOfApplication} by the application's own class.
	 */
	private static final class ApplicationBootstrapper extends SpringBootTestContextBootstrapper {

		private final Class<?> application;

		ApplicationBootstrapper(Class<?> application) {
			this.application = application;
		}

		@Override
		protected Class<?>[] getClasses(Class<?> testClass) {
			return new Class<?>[] { this.application };
		}

	}

}
