package io.github.pristinedb.starter;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

/**
 * Prints what a test's application is made of, in a JVM whose class path says which
 * application it is. Each argument is a URL of its database.
 */
final class ApplicationSnapshot {

	/**
	 * How each line of the snapshot starts.
	 */
	static final String PREFIX = "snapshot ";

	private ApplicationSnapshot() {
	}

	public static void main(String[] args) throws Exception {
		if (args.length == 0) {
			print();
		}
		for (String url : args) {
			System.setProperty("spring.datasource.url", url);
			print();
		}
	}

	/**
	 * The context is loaded anew, by a manager that has not seen one.
	 */
	private static void print() throws Exception {
		TestContext test = new TestContextManager(ApplicationTest.class).getTestContext();
		try (ConfigurableApplicationContext context = (ConfigurableApplicationContext) test.getApplicationContext()) {
			Stream.of(beans(context), conditions(context), propertySources(context), tables(context))
				.flatMap(List::stream)
				.map((line) -> PREFIX + line.replace('\n', ' '))
				.forEach(System.out::println);
			test.markApplicationContextDirty(null);
		}
	}

	private static List<String> beans(ConfigurableApplicationContext context) {
		return Arrays.stream(context.getBeanNamesForType(Object.class))
			.map((name) -> "bean " + name + " "
					+ context.getBean(name).getClass().getName().replaceAll("Lambda.*", "Lambda"))
			.sorted()
			.toList();
	}

	private static List<String> conditions(ConfigurableApplicationContext context) {
		return ConditionEvaluationReport.get(context.getBeanFactory())
			.getConditionAndOutcomesBySource()
			.entrySet()
			.stream()
			.map((source) -> "condition " + source.getKey() + " " + source.getValue().isFullMatch() + " "
					+ source.getValue()
						.stream()
						.map((each) -> each.getOutcome().getMessage())
						.sorted(Comparator.nullsFirst(Comparator.naturalOrder()))
						.toList())
			.sorted()
			.toList();
	}

	private static List<String> propertySources(ConfigurableApplicationContext context) {
		return context.getEnvironment()
			.getPropertySources()
			.stream()
			.map((source) -> "property-source " + source.getName())
			.toList();
	}

	private static List<String> tables(ConfigurableApplicationContext context) throws SQLException {
		DataSource dataSource = context.getBeanProvider(DataSource.class).getIfAvailable();
		if (dataSource == null) {
			return List.of();
		}
		Stream.Builder<String> tables = Stream.builder();
		try (Connection connection = dataSource.getConnection();
				ResultSet found = connection.getMetaData()
					.getTables(null, null, "%", new String[] { "TABLE", "BASE TABLE" })) {
			while (found.next()) {
				tables.add("table " + found.getString("TABLE_NAME"));
			}
		}
		return tables.build().sorted().toList();
	}

	@SpringBootTest(classes = Application.class)
	static class ApplicationTest {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean(destroyMethod = "shutdown")
		ExecutorService workers() {
			return Executors.newSingleThreadExecutor();
		}

	}

}
