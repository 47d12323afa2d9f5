package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.jdbc.SpringBootNames;
import io.github.pristinedb.test.Stage;
import io.github.pristinedb.test.TestContextMarker;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.test.autoconfigure.TestDatabaseAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfiguredDatabases} and {@link OnManagedDatabaseCondition}, as far as
 * Spring Boot chooses the database.
 */
class ConfiguredDatabasesTests {

	private static final String MANAGED_CONTEXT = "pristineManagedContext";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a=b                                                                         | true
			spring.datasource.url=                                                      | true
			spring.datasource.generate-unique-name=false                                | true
			spring.datasource.generate-unique-name=false,spring.datasource.name=test-a  | true
			spring.datasource.generate-unique-name=false,spring.datasource.name=orders  | false
			spring.datasource.name=orders                                               | true
			spring.datasource.url=jdbc:h2:mem:orders                                    | false
			pristine.h2.manage-generated=false                                          | false
			pristine.scenario-prefixes=                                                 | true
			pristine.scenario-prefixes[0]=                                              | false
			""")
	void databaseThatSpringBootMakesWithoutAUrlIsManaged(String properties, boolean managed) {
		assertThat(databases(properties).isDefaultManaged()).isEqualTo(managed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a=b                                      | true
			spring.datasource.url=jdbc:h2:mem:orders | true
			spring.test.database.connection=H2       | true
			spring.test.database.connection=HSQLDB   | false
			pristine.h2.manage-generated=false       | false
			""")
	void databaseThatATestPutsInThePlaceOfAnotherIsManaged(String properties, boolean managed) {
		assertThat(databases(properties).isTestDatabaseManaged()).isEqualTo(managed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:postgresql://localhost/test_app | orders   | true
			jdbc:postgresql://localhost/orders   | test_app | false
			jdbc:postgresql://localhost/         | test_app | true
			jdbc:postgresql://localhost/         | orders   | false
			""")
	void databaseOfTheUsersNameIsManagedByThatName(String url, String user, boolean managed) {
		assertThat(databases("spring.datasource.url=" + url + ",spring.datasource.username=" + user)
			.anyManaged("spring.datasource")).isEqualTo(managed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a=b                                                                                  | false | false
			a=b                                                                                  | true  | true
			spring.datasource.url=jdbc:postgresql://db/orders                                    | true  | false
			pristine.postgresql.embedded=true                                                    | false | true
			spring.datasource.url=jdbc:postgresql://db/orders,pristine.postgresql.embedded=true  | false | true
			""")
	void serverThatTheBuildBringsMayBeManaged(String properties, boolean containers, boolean managed) {
		ClassLoader classLoader = getClass().getClassLoader();
		if (containers) {
			classLoader = new ByteBuddy().makeAnnotation()
				.name(SpringBootNames.SERVICE_CONNECTION)
				.make()
				.load(classLoader)
				.getLoaded()
				.getClassLoader();
		}
		assertThat(databases(properties, classLoader).isBrought()).isEqualTo(managed);
	}

	@Test
	void sliceOfASuiteWhoseServerTheBuildBringsIsMarked() {
		for (boolean embedded : new boolean[] { true, false }) {
			TestContextMarker[] marker = new TestContextMarker[1];
			new SpringApplicationBuilder(Object.class).web(WebApplicationType.NONE)
				.properties("spring.datasource.url=jdbc:postgresql://db/orders",
						"pristine.postgresql.embedded=" + embedded)
				.initializers((context) -> context.getBeanFactory()
					.registerSingleton(TestContextMarker.BEAN_NAME, marker[0] = Stage.marker()))
				.run()
				.close();
			assertThat(ReflectionTestUtils.getField(marker[0], "ofAManagedSuite")).isEqualTo(embedded);
		}
	}

	@Test
	void withoutADriverNothingIsManaged() {
		ConfiguredDatabases databases = new ConfiguredDatabases(new StandardEnvironment(),
				new FilteredClassLoader("org.h2"));
		assertThat(databases.isDefaultManaged()).isFalse();
		assertThat(databases.isTestDatabaseManaged()).isFalse();
		ConfiguredDatabases none = new ConfiguredDatabases(new StandardEnvironment(),
				new FilteredClassLoader("org.h2", "org.sqlite", "org.postgresql"));
		assertThat(none.isDefaultManaged()).isFalse();
		assertThat(none.anyManaged("spring.datasource")).isFalse();
	}

	@Test
	void contextWithoutAUrlIsManaged() {
		Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.enabled=false")
			.run((context) -> assertThat(context).hasBean(MANAGED_CONTEXT));
	}

	@Test
	void contextWhoseDatabaseATestReplacesIsManaged() {
		ApplicationContextRunner orders = Stage.contextWithoutUrl()
			.withPropertyValues("spring.flyway.enabled=false", "spring.datasource.url=jdbc:h2:mem:orders",
					"pristine.shared=orders,generated");
		orders.run((context) -> assertThat(context).doesNotHaveBean(MANAGED_CONTEXT));
		ApplicationContextRunner replaced = orders.withUserConfiguration(TestDatabaseAutoConfiguration.class);
		replaced.run((context) -> assertThat(context).hasBean(MANAGED_CONTEXT));
		replaced.withPropertyValues("pristine.h2.manage-generated=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MANAGED_CONTEXT));
	}

	private static ConfiguredDatabases databases(String properties) {
		return databases(properties, ConfiguredDatabasesTests.class.getClassLoader());
	}

	private static ConfiguredDatabases databases(String properties, ClassLoader classLoader) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties.split(",")).applyTo(environment);
		return new ConfiguredDatabases(environment, classLoader);
	}

}
