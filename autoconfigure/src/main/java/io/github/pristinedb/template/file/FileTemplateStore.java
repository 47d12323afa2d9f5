package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TemplateStoreException;
import io.github.pristinedb.error.PristineException;
import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.files.LockTimeoutException;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.template.Templates;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A directory where templates outlive the JVM. For each fingerprint it holds the image,
 * {@code <fingerprint>.template}, and its manifest, {@code <fingerprint>.json}; besides
 * them {@code <fingerprint>.lock}, which whoever builds holds, and
 * {@code <fingerprint>.build}, where it does so. A directory that cannot be used only
 * costs time: templates are then built in a spare one, for this JVM.
 */
public final class FileTemplateStore implements TemplateStore {

	private static final Log logger = LogFactory.getLog(FileTemplateStore.class);

	private static final String CURE = "Use a writable directory with room that belongs to this user alone (chown, chmod go-w)."
			+ " Property: pristine.template.cache-dir.";

	// By directory, which several stores may have.
	private static final SaidOnce said = new SaidOnce(logger);

	private final FileFormat format;

	private final Path directory;

	private final @Nullable Supplier<Path> spare;

	private final TemplateLimits limits;

	private final TemplateCheck check;

	private final ProcessLock.Opener locks;

	// Of a spare one.
	private final @Nullable FileTemplateStore insteadOf;

	private final @Nullable String reason;

	private volatile @Nullable String defect;

	/**
	 * Create a new store.
	 * @param format how the engine keeps a template
	 * @param places where the directory is; it is created when something is built
	 */
	public FileTemplateStore(FileFormat format, Places places) {
		this(format, places, new TemplateCheck(format, CheckedImages.OF_THIS_JVM), ProcessLock.OPENER);
	}

	FileTemplateStore(FileFormat format, Places places, TemplateCheck check, ProcessLock.Opener locks) {
		this.format = format;
		this.directory = places.templates();
		this.spare = places::spareTemplates;
		this.limits = places.limits();
		this.check = check;
		this.locks = locks;
		this.insteadOf = null;
		this.reason = null;
	}

	private FileTemplateStore(FileTemplateStore insteadOf, Path directory, @Nullable String reason) {
		this.format = insteadOf.format;
		this.directory = directory;
		this.spare = null;
		this.limits = insteadOf.limits;
		this.check = insteadOf.check;
		this.locks = ProcessLock.OPENER;
		this.insteadOf = insteadOf;
		this.reason = reason;
	}

	FileFormat format() {
		return this.format;
	}

	@Override
	public @Nullable Template find(Fingerprint fingerprint) {
		return isTrusted() ? check(new TemplateFiles(this.directory, fingerprint)).template() : null;
	}

	private boolean isTrusted() {
		try {
			return OwnerOnly.distrust(this.directory) == null;
		}
		catch (IOException ex) {
			logger.debug("Whose the template cache " + this.directory + " is cannot be told", ex);
			return false;
		}
	}

	TemplateCheck.Finding check(TemplateFiles files) {
		return this.check.check(files);
	}

	void built(FileImage image, String checksum) throws IOException {
		this.check.built(image, checksum);
	}

	@Override
	public boolean isIntact(Template template) {
		return this.check.isWhole(template);
	}

	@Override
	public Claim claim(Fingerprint fingerprint, Duration patience) {
		if (this.spare != null && !isUsable()) {
			return new FileTemplateStore(this, this.spare.get(), null).claim(fingerprint, patience);
		}
		try {
			if (this.insteadOf != null) {
				OwnerOnly.createDirectories(this.directory);
			}
			TemplateFiles files = files(fingerprint);
			if (ProcessLock.isHeldByThisThread(files.lock())) {
				throw new TemplateStoreException(
						"The migration that builds the template " + fingerprint.brief() + " asks for that template.",
						"Let no migration or callback start an application context with the same migrations.", null);
			}
			return new FileClaim(this, files, lock(files, patience));
		}
		catch (IOException ex) {
			throw failed(fingerprint, ex);
		}
	}

	private TemplateFiles files(Fingerprint fingerprint) throws IOException {
		// However the directory is spelled, its locks are the same.
		return new TemplateFiles(this.directory.toRealPath(), fingerprint);
	}

	private ProcessLock lock(TemplateFiles files, Duration patience) throws IOException {
		String template = files.fingerprint().brief();
		try {
			return ProcessLock.acquire(files.lock(), this.locks, "build the template " + template, patience);
		}
		catch (LockTimeoutException ex) {
			throw new TemplateStoreException(
					"The template " + template + " is still being built in " + this.directory + " by " + ex.holder()
							+ " after " + patience.toSeconds() + " seconds.",
					"If that process hangs, end it: its lock ends with it. If its migrations take that long, raise"
							+ " pristine.template.build-timeout.",
					ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TemplateStoreException(
					"The thread was interrupted while it waited for the template " + template + ".",
					"Look for what interrupts it, such as the time limit of a test.", ex);
		}
	}

	@Override
	public @Nullable Claim tryClaim(Fingerprint fingerprint) {
		try {
			TemplateFiles files = files(fingerprint);
			ProcessLock lock = ProcessLock.tryAcquire(files.lock());
			return (lock != null) ? new FileClaim(this, files, lock) : null;
		}
		catch (IOException ex) {
			logger.debug("The template " + fingerprint.brief() + " cannot be claimed", ex);
			return null;
		}
	}

	private boolean isUsable() {
		try {
			OwnerOnly.createDirectories(this.directory);
			String distrust = OwnerOnly.distrust(this.directory);
			if (distrust == null) {
				return true;
			}
			warn(distrust);
		}
		catch (IOException ex) {
			warn("it cannot be written to (" + ex + ")");
		}
		return false;
	}

	private void warn(String reason) {
		this.defect = reason;
		said.warn(this.directory, () -> "The template cache " + this.directory + " is not used because " + reason
				+ ". Each test JVM builds its templates anew. " + CURE);
	}

	@Override
	public @Nullable TemplateStore insteadAfter(Fingerprint fingerprint, Exception failure) {
		String blame = (this.spare != null) ? blame(fingerprint, failure) : null;
		if (this.spare == null || blame == null) {
			return null;
		}
		logger.debug("The template " + fingerprint + " cannot be built in " + this.directory, failure);
		return new FileTemplateStore(this, this.spare.get(), blame);
	}

	/**
	 * Why the directory or its disk is to blame for a failure.
	 * @return the reason, as the end of the sentence "… is not used because …", or
	 * {@code null} if something else is to blame
	 */
	private @Nullable String blame(Fingerprint fingerprint, Exception failure) {
		if (failure instanceof TemplateStoreException) {
			return null;
		}
		String template = "the template " + fingerprint.brief();
		if (!Files.exists(new TemplateFiles(this.directory, fingerprint).lock(), LinkOption.NOFOLLOW_LINKS)
				&& !(failure instanceof FileStoreException)) {
			return "it was removed while " + template + " was built there";
		}
		boolean ours = failure instanceof FileStoreException || failure instanceof PristineException;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			boolean ofTheFiles = ours && cause instanceof IOException;
			boolean ofTheDatabase = cause instanceof SQLException sql && this.format.dialect().isStorageFailure(sql);
			if (ofTheFiles || ofTheDatabase) {
				return template + " cannot be built there (" + cause + ")";
			}
		}
		return null;
	}

	/**
	 * What to throw when a file of the directory cannot be read or written.
	 * @param fingerprint of the template that is asked for
	 * @param failure why not
	 * @return the exception
	 */
	RuntimeException failed(Fingerprint fingerprint, IOException failure) {
		if (this.insteadOf == null) {
			return new FileStoreException(failure);
		}
		return new TemplateStoreException(
				"The template " + fingerprint.brief() + " can be built neither in " + this.insteadOf.directory
						+ " nor in " + this.directory + ": " + failure + ".",
				"Check the directories' permissions and their disk, or name others by"
						+ " pristine.template.cache-dir and pristine.workspace.",
				failure);
	}

	/**
	 * A template of this store is used. Only now it is known that a spare one served
	 * where the other did not.
	 */
	void used() {
		if (this.insteadOf != null && this.reason != null) {
			this.insteadOf.warn(this.reason);
		}
	}

	@Override
	public void requireKept(Template template) {
		if (!isKept((FileImage) template.image())) {
			throw new TemplateStoreException("The template " + template.fingerprint().brief()
					+ " was built, but is not kept. The template cache " + this.directory + " is not used because "
					+ this.defect + ".", CURE, null);
		}
	}

	private boolean isKept(FileImage image) {
		try {
			return Files.isSameFile(this.directory, Objects.requireNonNull(image.file().getParent()));
		}
		catch (IOException ex) {
			// It could not even be created.
			return false;
		}
	}

	/**
	 * Remove what nobody needs any more.
	 * @param latest the template that was built just now
	 */
	void cleanUp(TemplateFiles latest) {
		Path cache = latest.directory();
		try {
			CacheSweep.sweep(cache);
			new Pruning(this.limits.maxEntries(), this.limits.maxAge()).prune(cache, latest.fingerprint());
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("The template cache " + cache + " cannot be cleaned up", ex);
		}
	}

}
