package io.github.pristinedb.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ReadableUrl;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateStoreException;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The templates that a context starts from, one for each of its Flyway beans whose
 * database is managed, as lines of text.
 */
final class ContextTemplates {

	private final Templates templates;

	private final FastMigrationStrategy strategy;

	// In the order of the beans. Several can have the same template.
	private final Map<Fingerprint, Flyway> flyways;

	private ContextTemplates(Templates templates, FastMigrationStrategy strategy, Map<Fingerprint, Flyway> flyways) {
		this.templates = templates;
		this.strategy = strategy;
		this.flyways = flyways;
	}

	/**
	 * The templates of a context. They are not looked for yet.
	 * @param beans the context's beans
	 * @param type the class that the context is configured by
	 * @return at least one template
	 * @throws TemplateCommandException if the context starts from none
	 */
	static ContextTemplates of(ListableBeanFactory beans, Class<?> type) {
		FastMigrationStrategy strategy = beans.getBeanProvider(FastMigrationStrategy.class).getIfAvailable();
		// Without a managed database there is no strategy, but there is a guard that says
		// so.
		if (strategy == null && beans.getBeanProvider(Guard.class).getIfAvailable() == null) {
			throw new TemplateCommandException("Pristine is switched off in the context of " + type.getName() + ".",
					"Check pristine.enabled in its configuration and profiles, and that it uses Spring Boot's"
							+ " auto-configuration.");
		}
		// Objects that make beans are not made to see what they would make.
		Map<String, Flyway> candidates = beans.getBeansOfType(Flyway.class, true, false);
		Map<Fingerprint, Flyway> flyways = new LinkedHashMap<>();
		if (strategy != null) {
			candidates.values().forEach((flyway) -> {
				TemplateRecipe recipe = strategy.recipe(flyway);
				if (recipe != null) {
					flyways.putIfAbsent(recipe.fingerprint(), flyway);
				}
			});
		}
		if (strategy == null || flyways.isEmpty()) {
			throw new TemplateCommandException(absence(candidates, type),
					"Check the profiles: the class's @ActiveProfiles, or --spring.profiles.active=test. The name of a"
							+ " managed database starts with one of pristine.scenario-prefixes (scenario, test), as in"
							+ " spring.datasource.url=jdbc:sqlite:target/scenario-app.db.");
		}
		return new ContextTemplates(beans.getBean(Templates.class), strategy, flyways);
	}

	private static String absence(Map<String, Flyway> candidates, Class<?> type) {
		if (candidates.isEmpty()) {
			return "The context of " + type.getName() + " has no Flyway.";
		}
		return candidates.entrySet()
			.stream()
			.map((candidate) -> "the Flyway '" + candidate.getKey() + "' points at " + place(candidate.getValue()))
			.collect(
					Collectors.joining(", ", "No database of the context of " + type.getName() + " is managed: ", "."));
	}

	private static String place(Flyway flyway) {
		DataSource dataSource = flyway.getConfiguration().getDataSource();
		String url = (dataSource != null) ? DataSourceInspector.of(dataSource).url() : null;
		return (url != null) ? ReadableUrl.of(url) : "an unknown database";
	}

	List<String> fingerprints() {
		return this.flyways.keySet().stream().map(Fingerprint::value).toList();
	}

	/**
	 * What the fingerprints are made of.
	 * @return for each input the SHA-256 of its value, and its name
	 */
	List<String> inputs() {
		SortedMap<String, String> inputs = new TreeMap<>();
		for (Flyway flyway : this.flyways.values()) {
			FingerprintBuilder fingerprint = this.strategy.fingerprint(flyway);
			if (fingerprint != null) {
				fingerprint.inputs().forEach((name, digest) -> inputs.put(name + " " + digest, digest + " " + name));
			}
		}
		return List.copyOf(inputs.values());
	}

	/**
	 * Find or build them.
	 * @return for each its fingerprint, {@code hit} or {@code built}, the milliseconds
	 * that took, and its file
	 * @throws TemplateStoreException if one of them would be gone with this JVM
	 */
	List<String> obtain() {
		return this.flyways.values().stream().map(this.strategy::recipe).map(this::obtain).toList();
	}

	private String obtain(TemplateRecipe recipe) {
		long started = System.nanoTime();
		Template found = this.templates.find(recipe);
		Template template = (found != null) ? found : this.templates.get(recipe);
		long millis = (System.nanoTime() - started) / 1_000_000;
		recipe.store().requireKept(template);
		return String.join(" ", recipe.fingerprint().value(), (found != null) ? "hit" : "built", String.valueOf(millis),
				template.image().describe());
	}

}
