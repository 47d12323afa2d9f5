package io.github.pristinedb.jdbc;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.ReadableUrl;
import io.github.pristinedb.engine.Refusal;
import io.github.pristinedb.engine.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;

/**
 * Finds out why a data source is not managed: looks at the data source, at its bean and
 * at the configuration of its context. Opens no connection.
 */
final class Diagnosing {

	private static final ConfigurationPropertyName URL = ConfigurationPropertyName.of("spring.datasource.url");

	private static final Pattern PRODUCT = Pattern.compile("jdbc:([a-z0-9]+):.*",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	// What Spring Boot makes where nothing is configured.
	private static final Pattern EMBEDDED = Pattern.compile("jdbc:(h2:mem|hsqldb:mem|derby:memory):.*", Pattern.DOTALL);

	private static final Map<String, String> PRODUCTS = Map.of("h2", "H2", "hsqldb", "HSQLDB", "postgresql",
			"PostgreSQL", "mysql", "MySQL", "mariadb", "MariaDB", "derby", "Derby", "oracle", "Oracle", "sqlserver",
			"SQL Server", "db2", "Db2");

	private static final String PROFILE = "test";

	private static final String NAME = PROFILE + "-notes";

	private final ConfigurableApplicationContext context;

	private final Environment environment;

	private final Guard guard;

	/**
	 * Create a new instance.
	 * @param context the context of the data source
	 * @param guard says which databases are managed
	 */
	Diagnosing(ConfigurableApplicationContext context, Guard guard) {
		this.context = context;
		this.environment = context.getEnvironment();
		this.guard = guard;
	}

	/**
	 * A database that the guard admits, and whose server is refused.
	 * @param server why
	 * @return the diagnosis
	 */
	static Diagnosis of(Refusal server) {
		return new Diagnosis(server.name(), server.database().toString(), server.reason(),
				(server.cure() != null) ? server.cure() : "Let the tests use another server.");
	}

	/**
	 * Look at a data source that is not managed.
	 * @param dataSource the data source
	 * @param beanName the name of its bean
	 * @param access how it connects, {@code null} if it does not tell
	 * @return the diagnosis
	 */
	Diagnosis of(DataSource dataSource, String beanName, @Nullable Access access) {
		Access found = (access != null) ? access : HiddenDataSource.access(dataSource);
		String inside = (found != null) ? found.url() : null;
		Refusal refusal = (found != null) ? this.guard.refusal(found) : null;
		if (refusal != null && refusal.property() != null) {
			return new Diagnosis(refusal.name(), refusal.database().toString(), refusal.reason(),
					"Remove " + refusal.property() + origin(refusal.property()) + ".");
		}
		if (dataSource instanceof EmbeddedDatabase && isOfATestAnnotation(beanName)) {
			return ofATestAnnotation((inside != null) ? product(inside) : "an embedded database");
		}
		if (found == null || inside == null) {
			return new Diagnosis(beanName, "of the data source bean '" + beanName + "'",
					dataSource.getClass().getName() + " does not tell its URL",
					"Return a connection pool from the bean method, or let the class extend DelegatingDataSource.");
		}
		ManagedDatabase wrapped = (access == null) ? this.guard.admit(found) : null;
		if (wrapped != null) {
			return new Diagnosis(wrapped.database().name(), wrapped.database().toString(),
					"the data source bean '" + beanName + "' wraps it in " + dataSource.getClass().getName(),
					"Declare the inner data source as a bean of its own, let the wrapper extend"
							+ " DelegatingDataSource, or wrap the bean by a BeanPostProcessor.");
		}
		if (refusal != null) {
			return new Diagnosis(refusal.name(), refusal.database().toString(), refusal.reason(),
					(refusal.cure() != null) ? refusal.cure() : cure(inside, beanName,
							refusal.engine().suggestion(refusal.byName() ? PROFILE + "-" + refusal.name() : NAME)));
		}
		String product = product(inside);
		return new Diagnosis(product, product + " (" + this.guard.readable(inside) + ")",
				"there is no engine for " + product, cure(inside, beanName, suggestion()));
	}

	/**
	 * Whether a bean was put in the place of the application's by the annotation of a
	 * test.
	 */
	private boolean isOfATestAnnotation(String beanName) {
		return isDefinedBy(SpringBootNames.TEST_DATABASE_AUTO_CONFIGURATION, beanName);
	}

	private boolean isDefinedBy(String part, String beanName) {
		if (!this.context.getBeanFactory().containsBeanDefinition(beanName)) {
			return false;
		}
		BeanDefinition definition = this.context.getBeanFactory().getBeanDefinition(beanName);
		return Stream.of(definition.getBeanClassName(), definition.getFactoryBeanName())
			.anyMatch((name) -> name != null && name.contains(part));
	}

	private Diagnosis ofATestAnnotation(String product) {
		String configured = this.environment.getProperty(URL.toString());
		ManagedDatabase replaced = (configured != null) ? this.guard.admit(Access.to(configured)) : null;
		return new Diagnosis(product, product + ", embedded",
				"@AutoConfigureTestDatabase replaced "
						+ ((replaced != null) ? replaced.database().name() : "the application's database"),
				"Set replace = NONE at the annotation, or spring.test.database.replace=none for a test slice"
						+ ((replaced != null) ? "." : "; and let spring.datasource.url name " + suggestion() + "."));
	}

	private String origin(String property) {
		ConfiguredUrl configured = ConfiguredUrl.of(ConfigurationPropertyName.of(property), this.environment);
		return (configured != null) ? " from " + configured.origin() : "";
	}

	private Suggestion suggestion() {
		return this.guard.suggestion(NAME);
	}

	private String cure(String url, String beanName, Suggestion suggestion) {
		ConfiguredUrl configured = ConfiguredUrl.find(url, this.environment);
		if (configured == null && EMBEDDED.matcher(url).matches()
				&& isDefinedBy(SpringBootNames.DATA_SOURCES, beanName)) {
			return "No property has its URL: set " + URL + " to " + suggestion + " (needs " + suggestion.needs() + ").";
		}
		if (configured == null) {
			return "No property has its URL: let the data source bean '" + beanName + "' of the tests use " + suggestion
					+ ".";
		}
		for (ConfiguredUrl.Outranked outranked : configured.outranked()) {
			ManagedDatabase managed = this.guard.admit(Access.to(outranked.url()));
			if (managed != null) {
				return "Remove " + configured.name() + " from " + configured.origin() + ": it outranks "
						+ outranked.origin() + ", which names " + managed.database().name() + ".";
			}
		}
		Resource configData = configured.configData();
		if (configData == null) {
			return configured.name() + " is from "
					+ (configured.inlined() ? "the properties of the test class" : configured.origin())
					+ ": change or remove it there; name " + suggestion + ".";
		}
		return configured.name() + " is from " + configured.origin() + ": let the configuration of the tests name "
				+ suggestion + ". " + profiles(configData);
	}

	/**
	 * A file of a profile outranks the one beside it that is of none.
	 */
	private String profiles(Resource configData) {
		List<String> active = List.of(this.environment.getActiveProfiles());
		String profiles = active.isEmpty() ? "No profile is active" : "Active profiles: " + String.join(", ", active);
		return profiles + (active.contains(PROFILE) ? "."
				: Stream.of("yml", "yaml", "properties")
					.map((ending) -> "application-" + PROFILE + "." + ending)
					.filter((file) -> isBeside(configData, file))
					.findFirst()
					.map((file) -> ", so " + file + " is not read: add @ActiveProfiles(\"" + PROFILE + "\").")
					.orElse("."));
	}

	private static boolean isBeside(Resource configData, String file) {
		try {
			return configData.createRelative(file).exists();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String product(String url) {
		Matcher product = PRODUCT.matcher(url);
		String name = product.matches() ? product.group(1) : ReadableUrl.of(url);
		return PRODUCTS.getOrDefault(name.toLowerCase(Locale.ROOT), name);
	}

}
