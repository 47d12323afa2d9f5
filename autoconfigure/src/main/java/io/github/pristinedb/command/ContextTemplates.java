package io.github.pristinedb.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.Refusal;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateStoreException;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.recipe.MigrationToolBeans;
import io.github.pristinedb.recipe.ProvidedTool;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.Templates;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

/**
 * The templates that a context starts from, one for each bean of a migration tool whose
 * database is managed, as lines of text.
 */
final class ContextTemplates {

	private final Templates templates;

	// In the order of the beans. Several can have the same template.
	private final Map<Fingerprint, ProvidedTool> tools;

	private ContextTemplates(Templates templates, Map<Fingerprint, ProvidedTool> tools) {
		this.templates = templates;
		this.tools = tools;
	}

	/**
	 * The templates of a context. They are not looked for yet.
	 * @param kinds the migration tools that there are
	 * @param beans the context's beans
	 * @param type the class that the context is configured by
	 * @return at least one template
	 * @throws TemplateCommandException if the context starts from none
	 */
	static ContextTemplates of(List<MigrationToolBeans> kinds, ListableBeanFactory beans, Class<?> type) {
		Guard guard = beans.getBeanProvider(Guard.class).getIfAvailable();
		if (guard == null) {
			throw new TemplateCommandException("Pristine is switched off in the context of " + type.getName() + ".",
					"Check pristine.enabled in the configuration and profiles of the context. Check that the"
							+ " context uses Spring Boot's auto-configuration.");
		}
		Map<String, String> unmanaged = new LinkedHashMap<>();
		Map<Fingerprint, ProvidedTool> tools = new LinkedHashMap<>();
		for (MigrationToolBeans kind : kinds) {
			beans(kind, beans).forEach((name, bean) -> {
				ProvidedTool tool = kind.provided(bean, beans);
				TemplateRecipe recipe = (tool != null) ? tool.recipe() : null;
				if (tool != null && recipe != null) {
					tools.putIfAbsent(recipe.fingerprint(), tool);
				}
				unmanaged.put(name, "the " + kind.name() + " '" + name + "' points at "
						+ place(kind.dataSource(bean), guard, beans.getBeanProvider(EngineSessions.class)));
			});
		}
		if (tools.isEmpty()) {
			throw new TemplateCommandException(absence(kinds, unmanaged, type),
					"Check the profiles: the class's @ActiveProfiles, or --spring.profiles.active=test. The name of a"
							+ " managed database starts with one of pristine.scenario-prefixes (scenario, test), as in"
							+ " spring.datasource.url=" + guard.suggestion("scenario-app").url() + ".");
		}
		return new ContextTemplates(beans.getBean(Templates.class), tools);
	}

	/**
	 * Objects that make beans are not made to see what they would make.
	 */
	private static Map<String, ?> beans(MigrationToolBeans kind, ListableBeanFactory beans) {
		ClassLoader classLoader = ContextTemplates.class.getClassLoader();
		return (kind.missing(classLoader) != null) ? Map.of()
				: beans.getBeansOfType(ClassUtils.resolveClassName(kind.type(), classLoader), true, false);
	}

	private static String absence(List<MigrationToolBeans> kinds, Map<String, String> unmanaged, Class<?> type) {
		if (unmanaged.isEmpty()) {
			return "The context of " + type.getName() + " has no "
					+ kinds.stream().map(MigrationToolBeans::name).collect(Collectors.joining(" and no ")) + ".";
		}
		return "No database of the context of " + type.getName() + " is managed: "
				+ String.join(", ", unmanaged.values()) + ".";
	}

	private static String place(@Nullable DataSource dataSource, Guard guard, ObjectProvider<EngineSessions> sessions) {
		Access access = (dataSource != null) ? DataSourceInspector.of(dataSource).access() : null;
		if (access == null) {
			return "an unknown database";
		}
		ManagedDatabase admitted = guard.admit(access);
		Refusal server = (admitted != null) ? sessions.getObject().refusal(admitted) : null;
		String lack = (admitted != null && server == null) ? sessions.getObject().of(admitted).lackOfCopies() : null;
		if (server == null) {
			return guard.readable(access.url()) + ((lack != null) ? " (" + lack + ")" : "");
		}
		return server.database() + " (" + server.reason() + ((server.cure() != null) ? ". " + server.cure() : "") + ")";
	}

	List<String> fingerprints() {
		return this.tools.keySet().stream().map(Fingerprint::value).toList();
	}

	/**
	 * What the fingerprints are made of.
	 * @return for each input the SHA-256 of its value, and its name
	 */
	List<String> inputs() {
		SortedMap<String, String> inputs = new TreeMap<>();
		for (ProvidedTool tool : this.tools.values()) {
			FingerprintBuilder fingerprint = tool.fingerprint();
			if (fingerprint != null) {
				fingerprint.inputs().forEach((name, digest) -> inputs.put(name + " " + digest, digest + " " + name));
			}
		}
		return List.copyOf(inputs.values());
	}

	/**
	 * Find or build them.
	 * @return for each its fingerprint, {@code hit} or {@code built}, the milliseconds
	 * that took, and its place
	 * @throws TemplateStoreException if one of them would be gone with this JVM
	 */
	List<String> obtain() {
		return this.tools.values().stream().map(ProvidedTool::recipe).map(this::obtain).toList();
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
