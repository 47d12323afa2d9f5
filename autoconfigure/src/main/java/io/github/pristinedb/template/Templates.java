package io.github.pristinedb.template;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TemplateStoreException;
import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvents;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds templates in the stores of their engines, or builds them there. A template that
 * was found once is remembered. Safe for use by several threads.
 */
public final class Templates {

	private static final Log logger = LogFactory.getLog(Templates.class);

	private final Duration patience;

	private final Map<Place, Template> known = new ConcurrentHashMap<>();

	/**
	 * No templates as yet.
	 * @param patience how long to wait for another process that builds a template
	 */
	public Templates(Duration patience) {
		this.patience = patience;
	}

	/**
	 * Find a template, or build it.
	 * @param recipe how it is made
	 * @return the template
	 * @throws TemplateStoreException if there is no place to build it, or another process
	 * builds it for too long
	 */
	public Template get(TemplateRecipe recipe) {
		Template found = find(recipe);
		return (found != null) ? found : remember(recipe, findOrBuild(recipe));
	}

	/**
	 * Find a template, and neither build it nor wait for a process that builds it.
	 * @param recipe how it is made
	 * @return the template, or {@code null} if there is none or it is damaged
	 */
	public @Nullable Template find(TemplateRecipe recipe) {
		Template known = this.known.get(Place.of(recipe));
		if (known != null && recipe.store().isIntact(known)) {
			return known;
		}
		Template template = recipe.store().find(recipe.fingerprint());
		return (template != null) ? remember(recipe, found(template)) : null;
	}

	private Template remember(TemplateRecipe recipe, Template template) {
		this.known.put(Place.of(recipe), template);
		return template;
	}

	private static Template found(Template template) {
		PristineEvents.publish(new PristineEvent.TemplateFound(template.fingerprint().value()));
		return template;
	}

	/**
	 * Find a template or build it, after all others that are at it.
	 */
	private Template findOrBuild(TemplateRecipe recipe) {
		TemplateStore store = recipe.store();
		try {
			return findOrBuild(store, recipe);
		}
		catch (RuntimeException ex) {
			TemplateStore other = store.insteadAfter(recipe.fingerprint(), ex);
			if (other == null) {
				throw ex;
			}
			try {
				return findOrBuild(other, recipe);
			}
			catch (RuntimeException again) {
				again.addSuppressed(ex);
				throw again;
			}
		}
	}

	private Template findOrBuild(TemplateStore store, TemplateRecipe recipe) {
		try (TemplateStore.Claim claim = store.claim(recipe.fingerprint(), this.patience)) {
			Template template = claim.find();
			// Another one may have built it while this one waited.
			return (template != null) ? found(template) : build(claim, recipe);
		}
	}

	private static Template build(TemplateStore.Claim claim, TemplateRecipe recipe) {
		TemplateStore store = claim.store();
		long started = System.nanoTime();
		try (TemplateRecipe.Result result = recipe.build(claim::scratch, store::find)) {
			Template base = result.base();
			double millis = (System.nanoTime() - started) / 1e6 + ((base != null) ? base.facts().buildMillis() : 0);
			Template template = claim.publish(result.scratch(), new TemplateFacts(recipe.tool(), result.migrations(),
					millis, (base != null) ? base.fingerprint() : null));
			long nanos = System.nanoTime() - started;
			logger.info("Built the template " + template.fingerprint().brief() + " with " + counted(result.migrations())
					+ " in " + nanos / 1_000_000 + " ms"
					+ ((base != null) ? " upon one with " + base.facts().migrations() : "") + ": "
					+ template.image().describe());
			PristineEvents.publish(new PristineEvent.TemplateBuilt(template.fingerprint().value(), result.migrations(),
					Thread.currentThread().getName(), nanos));
			claim.compareMigrations(recipe.lineage(), result.checksums());
			if (result.layer() != null) {
				keep(store, recipe, result.layer(), millis);
			}
			return template;
		}
	}

	private static String counted(int migrations) {
		return migrations + ((migrations == 1) ? " migration" : " migrations");
	}

	/**
	 * Publish a layer. It only makes later builds faster, so it is no reason for this one
	 * to fail.
	 */
	private static void keep(TemplateStore store, TemplateRecipe recipe, TemplateRecipe.Layer layer, double millis) {
		try (TemplateStore.Claim claim = store.tryClaim(layer.fingerprint())) {
			// Else another one keeps it at this moment, or has kept it.
			if (claim != null && claim.find() == null) {
				Template kept = claim.publish(layer.scratch(),
						new TemplateFacts(recipe.tool(), layer.migrations(), millis, null));
				logger
					.debug("Kept the first " + counted(layer.migrations()) + " for later: " + kept.image().describe());
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The layer " + layer.fingerprint().brief() + " cannot be kept", ex);
		}
	}

	/**
	 * Where a template is kept.
	 *
	 * @param store its store
	 * @param fingerprint its fingerprint
	 */
	private record Place(TemplateStore store, Fingerprint fingerprint) {

		static Place of(TemplateRecipe recipe) {
			return new Place(recipe.store(), recipe.fingerprint());
		}

	}

}
