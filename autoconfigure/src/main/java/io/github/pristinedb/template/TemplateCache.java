package io.github.pristinedb.template;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.error.PristineException;
import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.files.LockTimeoutException;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.ProcessLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The directory where templates outlive the JVM. For each fingerprint it holds the image,
 * {@code <fingerprint>.template}, and its manifest, {@code <fingerprint>.json}; besides
 * them {@code <fingerprint>.lock}, which whoever builds holds, and
 * {@code <fingerprint>.build}, where it does so. A template is built once, however many
 * threads and processes ask for it, and is there only when it is complete. Whatever is
 * wrong with the directory costs time: templates are then built beside it, for this JVM.
 */
public final class TemplateCache {

	private static final Log logger = LogFactory.getLog(TemplateCache.class);

	private static final String CURE = "Let it belong to this user alone (chown, chmod go-w), be writable and have room, or"
			+ " name another directory by pristine.template.cache-dir.";

	// A run has many contexts, each with its own cache, and one warning is enough for it.
	private static final Set<Path> warned = ConcurrentHashMap.newKeySet();

	private final Path directory;

	private final Supplier<Path> fallback;

	private final TemplateCacheLimits limits;

	private final TemplateCheck check;

	private final ProcessLock.Opener locks;

	private final Map<Fingerprint, Template> templates = new ConcurrentHashMap<>();

	private volatile @Nullable String defect;

	/**
	 * Create a new cache with the default limits.
	 * @param directory the absolute path of the directory; it is created when something
	 * is built
	 * @param fallback a directory that this JVM can build in if it cannot use that one
	 */
	public TemplateCache(Path directory, Supplier<Path> fallback) {
		this(directory, fallback, TemplateCacheLimits.DEFAULTS);
	}

	/**
	 * Create a new cache.
	 * @param directory the absolute path of the directory; it is created when something
	 * is built
	 * @param fallback a directory that this JVM can build in if it cannot use that one
	 * @param limits how far the cache goes
	 */
	public TemplateCache(Path directory, Supplier<Path> fallback, TemplateCacheLimits limits) {
		this(directory, fallback, limits, new TemplateCheck(CheckedImages.OF_THIS_JVM), ProcessLock.OPENER);
	}

	TemplateCache(Path directory, Supplier<Path> fallback, TemplateCacheLimits limits, TemplateCheck check,
			ProcessLock.Opener locks) {
		this.directory = directory;
		this.fallback = fallback;
		this.limits = limits;
		this.check = check;
		this.locks = locks;
	}

	/**
	 * Find a template, or build it. The first look of a JVM at a template compares its
	 * content with what was built; a damaged template is never returned.
	 * @param recipe how it is made
	 * @return the template
	 * @throws TemplateCacheException if neither the directory nor the fallback can be
	 * written to, or another process builds the template for too long
	 */
	public Template get(TemplateRecipe recipe) {
		Template found = find(recipe);
		return (found != null) ? found : remember(findOrBuild(recipe));
	}

	/**
	 * Find a template, and neither build it nor wait for a process that builds it.
	 * @param recipe how it is made
	 * @return the template, or {@code null} if there is none or it is damaged
	 */
	public @Nullable Template find(TemplateRecipe recipe) {
		Template known = this.templates.get(recipe.fingerprint());
		if (known != null && this.check.isWhole(known)) {
			return known;
		}
		if (!isTrusted()) {
			return null;
		}
		TemplateFiles files = new TemplateFiles(this.directory, recipe.fingerprint());
		Template template = this.check.check(files, recipe.engine()).template();
		return (template != null) ? remember(found(template)) : null;
	}

	private Template remember(Template template) {
		this.templates.put(template.fingerprint(), template);
		return template;
	}

	/**
	 * See that a template outlives this JVM.
	 * @param template a template of this cache
	 * @throws TemplateCacheException if it was built beside the directory, with what is
	 * wrong with that one
	 */
	public void requireKept(Template template) {
		if (!isKept(template)) {
			throw new TemplateCacheException("The template " + template.fingerprint().brief()
					+ " was built, but is not kept. The template cache " + this.directory + " is not used because "
					+ this.defect + ".", CURE, null);
		}
	}

	private boolean isKept(Template template) {
		try {
			return Files.isSameFile(this.directory, Objects.requireNonNull(template.image().file().getParent()));
		}
		catch (IOException ex) {
			// It could not even be created.
			return false;
		}
	}

	/**
	 * Find a template or build it, after all others that are at it. What the directory or
	 * its disk is to blame for costs time: the template is built beside it then.
	 */
	private Template findOrBuild(TemplateRecipe recipe) {
		if (isUsable()) {
			try {
				return findOrBuild(this.directory, recipe, this.locks);
			}
			catch (IOException | RuntimeException ex) {
				String reason = reason(ex, recipe);
				if (reason == null) {
					throw (RuntimeException) ex;
				}
				logger.debug("The template " + recipe.fingerprint() + " cannot be built in " + this.directory, ex);
				Template built = buildBeside(recipe, ex);
				warn(reason);
				return built;
			}
		}
		return buildBeside(recipe, null);
	}

	private Template buildBeside(TemplateRecipe recipe, @Nullable Exception first) {
		Path beside = this.fallback.get();
		try {
			OwnerOnly.createDirectories(beside);
			return findOrBuild(beside, recipe, ProcessLock.OPENER);
		}
		catch (IOException ex) {
			TemplateCacheException failure = new TemplateCacheException(
					"The template " + recipe.fingerprint().brief() + " can be built neither in " + this.directory
							+ " nor in " + beside + ": " + ex + ".",
					"Check the directories' permissions and their disk, or name others by"
							+ " pristine.template.cache-dir and pristine.workspace.",
					ex);
			if (first != null) {
				failure.addSuppressed(first);
			}
			throw failure;
		}
		catch (RuntimeException ex) {
			if (first != null) {
				ex.addSuppressed(first);
			}
			throw ex;
		}
	}

	private Template findOrBuild(Path directory, TemplateRecipe recipe, ProcessLock.Opener opener) throws IOException {
		Template built;
		try (Claim claim = claim(directory, recipe.fingerprint(), opener)) {
			TemplateCheck.Finding finding = this.check.check(claim.files(), recipe.engine());
			if (finding.template() != null) {
				// Another one has built it while this one waited.
				return found(finding.template());
			}
			if (finding.defect() != null) {
				Quarantine.move(claim.files(), finding.defect());
			}
			built = new TemplateBuild(claim.files(), recipe, this.check).run();
		}
		cleanUpAfter(built);
		return built;
	}

	/**
	 * Why the directory or its disk is to blame for a failure.
	 * @return the reason, as the end of the sentence "… is not used because …", or
	 * {@code null} if something else is to blame
	 */
	private @Nullable String reason(Exception failure, TemplateRecipe recipe) {
		if (failure instanceof TemplateCacheException) {
			return null;
		}
		String template = "the template " + recipe.fingerprint().brief();
		if (!Files.exists(new TemplateFiles(this.directory, recipe.fingerprint()).lock(), LinkOption.NOFOLLOW_LINKS)
				&& !(failure instanceof IOException)) {
			return "it was removed while " + template + " was built there";
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			boolean ofTheFiles = cause instanceof IOException
					&& (cause == failure || failure instanceof PristineException);
			boolean ofTheDatabase = cause instanceof SQLException sql && recipe.engine().isStorageFailure(sql);
			if (ofTheFiles || ofTheDatabase) {
				return template + " cannot be built there (" + cause + ")";
			}
		}
		return null;
	}

	private static Template found(Template template) {
		PristineEvents.publish(new PristineEvent.TemplateFound(template.fingerprint().value()));
		return template;
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

	private boolean isUsable() {
		try {
			OwnerOnly.createDirectories(this.directory);
			String reason = OwnerOnly.distrust(this.directory);
			if (reason == null) {
				return true;
			}
			warn(reason);
		}
		catch (IOException ex) {
			warn("it cannot be written to (" + ex + ")");
		}
		return false;
	}

	private Claim claim(Path directory, Fingerprint fingerprint, ProcessLock.Opener opener) throws IOException {
		// However the directory is spelled, its locks are the same.
		TemplateFiles files = new TemplateFiles(directory.toRealPath(), fingerprint);
		if (ProcessLock.isHeldByThisThread(files.lock())) {
			throw new TemplateCacheException(
					"The template " + fingerprint.brief() + " is asked for by the migration that builds it.",
					"Let no migration or callback start an application context with the same migrations.", null);
		}
		try {
			return new Claim(files, ProcessLock.acquire(new ProcessLock.Attempt(files.lock(), opener),
					"build the template " + fingerprint.brief(), this.limits.buildTimeout()));
		}
		catch (LockTimeoutException ex) {
			throw new TemplateCacheException(
					"The template " + fingerprint.brief() + " is being built in " + directory + " by " + ex.holder()
							+ ", and was not there after " + this.limits.buildTimeout().toSeconds() + " seconds.",
					"See what that process does. If it hangs, end it; its lock goes with it. If its migrations take"
							+ " that long, raise pristine.template.build-timeout.",
					ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TemplateCacheException(
					"The thread was interrupted while it waited for the template " + fingerprint.brief() + ".",
					"See what interrupted it, a time limit of a test for example.", ex);
		}
	}

	private void warn(String reason) {
		this.defect = reason;
		if (warned.add(this.directory)) {
			logger.warn("The template cache " + this.directory + " is not used because " + reason
					+ ". Templates are built anew for each test JVM. " + CURE);
		}
	}

	private void cleanUpAfter(Template built) {
		Path cache = Objects.requireNonNull(built.image().file().getParent());
		try {
			CacheSweep.sweep(cache);
			this.limits.pruning().prune(cache, built.fingerprint());
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("The template cache " + cache + " cannot be cleaned up", ex);
		}
	}

	/**
	 * The right to build one template.
	 */
	private record Claim(TemplateFiles files, ProcessLock lock) implements Closeable {

		@Override
		public void close() throws IOException {
			this.lock.close();
		}

	}

}
