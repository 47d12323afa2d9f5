package io.github.pristinedb.template;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineException;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvents;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * The directory where templates outlive the JVM. For each fingerprint it holds the image,
 * {@code <fingerprint>.template}, and its manifest, {@code <fingerprint>.json}; besides
 * them {@code <fingerprint>.lock}, which whoever builds holds, and
 * {@code <fingerprint>.build}, where it does so. A template is built once, however many
 * threads and processes ask for it, and is there only when it is complete.
 */
public final class TemplateCache {

	private static final Log logger = LogFactory.getLog(TemplateCache.class);

	// A run has many contexts, each with its own cache, and one warning is enough for it.
	private static final Set<Path> warned = ConcurrentHashMap.newKeySet();

	private final Path directory;

	private final Supplier<Path> fallback;

	private final Map<Fingerprint, Template> templates = new ConcurrentHashMap<>();

	/**
	 * Create a new cache.
	 * @param directory the absolute path of the directory; it is created when something
	 * is built
	 * @param fallback a directory that this JVM can build in if it cannot write to that
	 * one
	 */
	public TemplateCache(Path directory, Supplier<Path> fallback) {
		this.directory = directory;
		this.fallback = fallback;
	}

	/**
	 * Find a template, or build it.
	 * @param recipe how it is made
	 * @return the template
	 * @throws TemplateCacheException if neither the directory nor the fallback can be
	 * written to
	 */
	public Template get(TemplateRecipe recipe) {
		Template known = this.templates.get(recipe.fingerprint());
		if (known != null) {
			return known;
		}
		Template template = findOrBuild(recipe);
		this.templates.put(template.fingerprint(), template);
		return template;
	}

	private Template findOrBuild(TemplateRecipe recipe) {
		Template found = find(new Entry(this.directory, recipe.fingerprint()), recipe);
		if (found != null) {
			return found;
		}
		try (Claim claim = claim(recipe.fingerprint())) {
			// Another one may have built it while this one waited.
			found = find(claim.entry(), recipe);
			return (found != null) ? found : build(claim.entry(), recipe);
		}
		catch (IOException ex) {
			throw cannotBeUsed(recipe.fingerprint(), ex);
		}
	}

	private Claim claim(Fingerprint fingerprint) throws IOException {
		try {
			return Claim.of(new Entry(this.directory, fingerprint));
		}
		catch (IOException ex) {
			if (warned.add(this.directory)) {
				logger.warn("The template cache " + this.directory + " cannot be written to (" + ex
						+ "): templates are built anew for each test JVM. Check its permissions, or name another"
						+ " directory by pristine.template.cache-dir.");
			}
			return Claim.of(new Entry(this.fallback.get(), fingerprint));
		}
	}

	private TemplateCacheException cannotBeUsed(Fingerprint fingerprint, IOException ex) {
		return new TemplateCacheException(
				"The template " + fingerprint.brief() + " cannot be built in " + this.directory + ": " + ex + ".",
				"Check the directory's permissions and its disk, or name another one by pristine.template.cache-dir.",
				ex);
	}

	private @Nullable Template find(Entry entry, TemplateRecipe recipe) {
		Template found = open(entry, recipe.engine());
		if (found != null) {
			PristineEvents.publish(new PristineEvent.TemplateFound(entry.fingerprint().value()));
		}
		return found;
	}

	private @Nullable Template open(Entry entry, DatabaseEngine engine) {
		Path image = entry.file("template");
		try {
			TemplateManifest manifest = TemplateManifest.read(entry.file("json"));
			if (manifest == null || !Files.exists(image)) {
				return null;
			}
			if (!manifest.fingerprint().equals(entry.fingerprint()) || manifest.bytes() != Files.size(image)) {
				logger.warn("The template " + image + " is not what its manifest says; it is built again.");
				return null;
			}
			return new Template(entry.fingerprint(), engine.image(image), manifest);
		}
		catch (IOException | UnusableDatabaseException ex) {
			logger.debug("The template " + image + " cannot be read; it is built again.", ex);
			return null;
		}
	}

	private Template build(Entry entry, TemplateRecipe recipe) throws IOException {
		long started = System.nanoTime();
		Path directory = entry.file("build");
		// What a process that died has left. The lock says that no other one is at it.
		FileSystemUtils.deleteRecursively(directory);
		// It would vouch for the new image too.
		Files.deleteIfExists(entry.file("json"));
		Files.createDirectory(directory);
		try {
			TemplateRecipe.Result result = recipe.build(directory,
					(layer) -> open(new Entry(entry.directory(), layer), recipe.engine()));
			Template base = result.base();
			Image image = recipe.engine().freeze(result.database(), entry.file("template"));
			long nanos = System.nanoTime() - started;
			double millis = nanos / 1e6 + ((base != null) ? base.manifest().buildMillis() : 0);
			TemplateManifest manifest = publish(entry, directory, image, recipe, result.migrations(), millis,
					(base != null) ? base.fingerprint() : null);
			logger.info("Built the template " + entry.fingerprint().brief() + " with " + result.migrations()
					+ " migrations in " + nanos / 1_000_000 + " ms"
					+ ((base != null) ? " upon one with " + base.manifest().migrations() : "") + ": " + image.file());
			PristineEvents.publish(new PristineEvent.TemplateBuilt(entry.fingerprint().value(), nanos));
			if (result.layer() != null) {
				keep(result.layer(), entry.directory(), directory, recipe, millis);
			}
			return new Template(entry.fingerprint(), image, manifest);
		}
		finally {
			sweep(directory);
		}
	}

	/**
	 * Publish a layer. It only makes later builds faster, so it is no reason for this one
	 * to fail.
	 */
	private void keep(TemplateRecipe.Layer layer, Path cache, Path directory, TemplateRecipe recipe, double millis) {
		try (Claim claim = Claim.of(new Entry(cache, layer.fingerprint()))) {
			Entry entry = claim.entry();
			if (open(entry, recipe.engine()) == null) {
				Files.deleteIfExists(entry.file("json"));
				Image image = recipe.engine().freeze(layer.database(), entry.file("template"));
				publish(entry, directory, image, recipe, layer.migrations(), millis, null);
				logger.debug("Kept the first " + layer.migrations() + " migrations for later: " + image.file());
			}
		}
		catch (IOException | EngineException ex) {
			logger.debug("The layer " + layer.fingerprint().brief() + " cannot be kept", ex);
		}
	}

	private TemplateManifest publish(Entry entry, Path directory, Image image, TemplateRecipe recipe, int migrations,
			double millis, @Nullable Fingerprint base) throws IOException {
		try {
			TemplateManifest manifest = new TemplateManifest(entry.fingerprint(), Instant.now(), image.bytes(),
					Sha256.of(image.file()), recipe.engine().name(), recipe.flywayVersion(), migrations, millis, base);
			manifest.write(entry.file("json"), directory.resolve("manifest.json"));
			return manifest;
		}
		catch (IOException ex) {
			Files.deleteIfExists(image.file());
			throw ex;
		}
	}

	private void sweep(Path directory) {
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			// No reason to hide why a build failed. The next one sweeps it.
			logger.debug("The directory " + directory + " cannot be removed yet", ex);
		}
	}

	/**
	 * The files of one template.
	 */
	private record Entry(Path directory, Fingerprint fingerprint) {

		Path file(String extension) {
			return this.directory.resolve(this.fingerprint + "." + extension);
		}

	}

	/**
	 * The right to build one template.
	 */
	private record Claim(Entry entry, ProcessLock lock) implements Closeable {

		static Claim of(Entry entry) throws IOException {
			OwnerOnly.createDirectories(entry.directory());
			// However the directory is spelled, its locks are the same.
			Entry real = new Entry(entry.directory().toRealPath(), entry.fingerprint());
			return new Claim(real,
					ProcessLock.acquire(real.file("lock"), "build the template " + real.fingerprint().brief()));
		}

		@Override
		public void close() throws IOException {
			this.lock.close();
		}

	}

}
