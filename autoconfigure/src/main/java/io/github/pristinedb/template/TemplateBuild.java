package io.github.pristinedb.template;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.error.PristineException;
import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.files.Removal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Builds one template. Whatever the process does, dying included, nobody sees the
 * template before it is complete: its image is published first, and its manifest last.
 *
 * @param files where the template is to be; the caller holds its lock
 * @param recipe how it is made
 * @param check says which other templates it may be built upon
 */
record TemplateBuild(TemplateFiles files, TemplateRecipe recipe, TemplateCheck check) {

	private static final Log logger = LogFactory.getLog(TemplateBuild.class);

	/**
	 * Build it.
	 * @return the template
	 * @throws IOException if it cannot be published
	 */
	Template run() throws IOException {
		long started = System.nanoTime();
		Path directory = this.files.scratch();
		// What a process that died has left. The lock says that no other one is at it.
		Removal.of(directory);
		// It would vouch for the new image too.
		OwnFile.delete(this.files.manifest());
		OwnerOnly.createNew(directory);
		try {
			TemplateRecipe.Result result = this.recipe.build(directory, this::find);
			Template base = result.base();
			Image image = this.recipe.engine().freeze(result.database(), this.files.image());
			long nanos = System.nanoTime() - started;
			double millis = nanos / 1e6 + ((base != null) ? base.manifest().buildMillis() : 0);
			TemplateManifest manifest = publish(this.files, image, result.migrations(), millis,
					(base != null) ? base.fingerprint() : null);
			logger.info("Built the template " + this.files.fingerprint().brief() + " with "
					+ counted(result.migrations()) + " in " + nanos / 1_000_000 + " ms"
					+ ((base != null) ? " upon one with " + base.manifest().migrations() : "") + ": " + image.file());
			PristineEvents.publish(new PristineEvent.TemplateBuilt(this.files.fingerprint().value(), nanos));
			AppliedMigrations.of(this.files.directory(), this.recipe.lineage()).compareAndKeep(result.checksums());
			if (result.layer() != null) {
				keep(result.layer(), millis);
			}
			return new Template(this.files.fingerprint(), image, manifest);
		}
		finally {
			sweep(directory);
		}
	}

	private static String counted(int migrations) {
		return migrations + ((migrations == 1) ? " migration" : " migrations");
	}

	private @Nullable Template find(Fingerprint layer) {
		return this.check.check(new TemplateFiles(this.files.directory(), layer), this.recipe.engine()).template();
	}

	/**
	 * Publish a layer. It only makes later builds faster, so it is no reason for this one
	 * to fail.
	 */
	private void keep(TemplateRecipe.Layer layer, double millis) {
		TemplateFiles kept = new TemplateFiles(this.files.directory(), layer.fingerprint());
		try (ProcessLock lock = ProcessLock.tryAcquire(kept.lock())) {
			TemplateCheck.Finding found = this.check.check(kept, this.recipe.engine());
			// Else another one keeps it at this moment, or has kept it.
			if (lock != null && found.template() == null) {
				if (found.defect() != null) {
					Quarantine.move(kept, found.defect());
				}
				OwnFile.delete(kept.manifest());
				Image image = this.recipe.engine().freeze(layer.database(), kept.image());
				publish(kept, image, layer.migrations(), millis, null);
				logger.debug("Kept the first " + counted(layer.migrations()) + " for later: " + image.file());
			}
		}
		catch (IOException | PristineException ex) {
			logger.debug("The layer " + layer.fingerprint().brief() + " cannot be kept", ex);
		}
	}

	private TemplateManifest publish(TemplateFiles published, Image image, int migrations, double millis,
			@Nullable Fingerprint base) throws IOException {
		try {
			TemplateManifest manifest = new TemplateManifest(published.fingerprint(), Instant.now(), image.bytes(),
					ContentChecksum.of(image), this.recipe.engine().name(), this.recipe.flywayVersion(), migrations,
					millis, base);
			this.check.built(image, manifest.checksum());
			manifest.write(published.manifest(), this.files.scratch().resolve("manifest.json"));
			return manifest;
		}
		catch (IOException ex) {
			OwnFile.delete(image.file());
			throw ex;
		}
	}

	private static void sweep(Path directory) {
		try {
			Removal.of(directory);
		}
		catch (IOException ex) {
			// No reason to hide why a build failed. The next one sweeps it.
			logger.debug("The directory " + directory + " cannot be removed yet", ex);
		}
	}

}
