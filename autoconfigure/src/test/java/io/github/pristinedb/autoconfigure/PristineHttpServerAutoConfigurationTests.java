package io.github.pristinedb.autoconfigure;

import javax.sql.DataSource;

import io.github.pristinedb.web.ScenarioAsyncRequests;
import io.github.pristinedb.web.ScenarioServletFilter;
import io.github.pristinedb.web.ScenarioWebFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PristineHttpServerAutoConfiguration}.
 */
class PristineHttpServerAutoConfigurationTests {

	private final AutoConfigurations configuration = AutoConfigurations.of(PristineAutoConfiguration.class,
			PristineHttpServerAutoConfiguration.class);

	private final WebApplicationContextRunner servletRunner = new WebApplicationContextRunner()
		.withConfiguration(this.configuration)
		.withBean(DataSource.class, SimpleDriverDataSource::new);

	private final ReactiveWebApplicationContextRunner reactiveRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(this.configuration)
		.withBean(DataSource.class, SimpleDriverDataSource::new);

	@Test
	void servletFilterComesFirstAndSeesEveryDispatch() {
		this.servletRunner.run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(ScenarioServletFilter.class);
			assertThat(registration.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
			assertThat(registration.determineDispatcherTypes()).containsExactlyInAnyOrder(DispatcherType.REQUEST,
					DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD);
			assertThat(context).hasSingleBean(ScenarioAsyncRequests.class).doesNotHaveBean(ScenarioWebFilter.class);
		});
	}

	@Test
	void servletApplicationWithoutSpringMvcHasTheFilterOnly() {
		this.servletRunner.withClassLoader(new FilteredClassLoader(WebMvcConfigurer.class))
			.run((context) -> assertThat(context).hasSingleBean(FilterRegistrationBean.class)
				.doesNotHaveBean(ScenarioAsyncRequests.class));
	}

	@Test
	void reactiveApplicationHasTheWebFilterOnly() {
		this.reactiveRunner.run((context) -> assertThat(context).hasSingleBean(ScenarioWebFilter.class)
			.doesNotHaveBean(FilterRegistrationBean.class)
			.doesNotHaveBean(ScenarioAsyncRequests.class));
	}

	@Test
	void reactiveApplicationNeedsNoServletApi() {
		this.reactiveRunner.withClassLoader(new FilteredClassLoader(Filter.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ScenarioWebFilter.class));
	}

	@Test
	void applicationThatIsNoWebServerHasNone() {
		new ApplicationContextRunner().withConfiguration(this.configuration)
			.withBean(DataSource.class, SimpleDriverDataSource::new)
			.run((context) -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(ScenarioWebFilter.class)
				.doesNotHaveBean(ScenarioAsyncRequests.class));
	}

	@Test
	void nothingIsThereWhenPristineIsDisabled() {
		this.servletRunner.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class));
		this.reactiveRunner.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ScenarioWebFilter.class));
	}

}
