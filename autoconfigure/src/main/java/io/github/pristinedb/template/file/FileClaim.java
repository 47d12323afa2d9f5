package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.files.Removal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The right to build one template in a directory. Whatever the process does, dying
 * included, nobody sees the template before it is complete: its image is published first,
 * and its manifest last.
 */
final class FileClaim implements TemplateStore.Claim {

	private static final Log logger = LogFactory.getLog(FileClaim.class);

	private final FileTemplateStore store;

	private final TemplateFiles files;

	private final ProcessLock lock;

	private boolean prepared;

	private int scratches;

	private boolean published;

	/**
	 * A claim that has just begun.
	 * @param store whose claim it is
	 * @param files where the template is to be
	 * @param lock the template's lock
	 */
	FileClaim(FileTemplateStore store, TemplateFiles files, ProcessLock lock) {
		this.store = store;
		this.files = files;
		this.lock = lock;
	}

	@Override
	public TemplateStore store() {
		return this.store;
	}

	@Override
	public @Nullable Template find() {
		TemplateCheck.Finding finding = this.store.check(this.files);
		if (finding.template() != null) {
			this.store.used();
			return finding.template();
		}
		if (finding.defect() != null) {
			try {
				Quarantine.move(this.files, finding.defect());
			}
			catch (IOException ex) {
				throw this.store.failed(fingerprint(), ex);
			}
		}
		return null;
	}

	@Override
	public Scratch scratch(Database model, @Nullable Image base) {
		Path directory = prepare().resolve(String.valueOf(++this.scratches));
		try {
			OwnerOnly.createNew(directory);
		}
		catch (IOException ex) {
			throw this.store.failed(fingerprint(), ex);
		}
		return this.store.format().scratch(model, directory, base);
	}

	/**
	 * The directory to build in. What is there was left by a process that died: the lock
	 * says that no other one builds.
	 */
	private Path prepare() {
		Path directory = this.files.scratch();
		if (!this.prepared) {
			try {
				Removal.of(directory);
				// A stale manifest would validate the new image.
				OwnFile.delete(this.files.manifest());
				OwnerOnly.createNew(directory);
				this.prepared = true;
			}
			catch (IOException ex) {
				throw this.store.failed(fingerprint(), ex);
			}
		}
		return directory;
	}

	@Override
	public Template publish(Scratch scratch, TemplateFacts facts) {
		Path directory = prepare();
		FileImage image = this.store.format().freeze(scratch, this.files.image());
		try {
			publish(image, facts, directory);
		}
		catch (IOException ex) {
			throw this.store.failed(fingerprint(), ex);
		}
		this.published = true;
		this.store.used();
		return new Template(fingerprint(), image, facts);
	}

	private void publish(FileImage image, TemplateFacts facts, Path directory) throws IOException {
		try {
			String checksum = ContentChecksum.of(image);
			this.store.built(image, checksum);
			new TemplateManifest(fingerprint(), Instant.now(), image.bytes(), checksum, this.store.format().engine(),
					facts)
				.write(this.files.manifest(), directory.resolve("manifest.json"));
		}
		catch (IOException ex) {
			OwnFile.delete(image.file());
			throw ex;
		}
	}

	@Override
	public void compareMigrations(String lineage, Map<String, Integer> checksums) {
		AppliedMigrations.of(this.files.directory(), lineage).compareAndKeep(checksums);
	}

	private Fingerprint fingerprint() {
		return this.files.fingerprint();
	}

	@Override
	public void close() {
		try (this.lock) {
			if (this.prepared) {
				Removal.of(this.files.scratch());
			}
		}
		catch (IOException ex) {
			// No reason to hide why a build failed. The next one sweeps it.
			logger.debug("The claim of " + this.files.image() + " has left something behind", ex);
		}
		if (this.published) {
			this.store.cleanUp(this.files);
		}
	}

}
