package io.github.pristinedb.template;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

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

	private static final String CURE = "Let it belong to this user alone (chown, chmod go-w) and be writable, or name"
			+ " another directory by pristine.template.cache-dir.";

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
	 * Find a template, or build it. Its content was compared with what was built, in this
	 * JVM.
	 * @param recipe how it is made
	 * @return the template
	 * @throws TemplateCacheException if neither the directory nor the fallback can be
	 * written to, or another process builds the template for too long
	 */
	public Template get(TemplateRecipe recipe) {
		return open(recipe, (reading) -> {
		}).confirmed();
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
	 * Find a template, or build it. What is found is compared with what was built while
	 * the caller goes on, if this was not done in this JVM before.
	 * @param recipe how it is made
	 * @return the template, to be confirmed before anybody uses a copy
	 * @throws TemplateCacheException as {@link #get(TemplateRecipe)} does
	 */
	public CandidateTemplate open(TemplateRecipe recipe) {
		return open(recipe, (reading) -> {
			Thread reader = new Thread(reading, "pristine-template-check");
			reader.setDaemon(true);
			reader.start();
		});
	}

	private CandidateTemplate open(TemplateRecipe recipe, Executor reader) {
		Template known = this.templates.get(recipe.fingerprint());
		if (known != null && this.check.isWhole(known)) {
			return CandidateTemplate.of(known);
		}
		if (isTrusted()) {
			TemplateCheck.Begun check = this.check.begin(new TemplateFiles(this.directory, recipe.fingerprint()),
					recipe.engine(), reader);
			if (check.candidate() != null) {
				return new CandidateTemplate(check.candidate(), () -> remember(confirm(check, recipe)));
			}
		}
		return CandidateTemplate.of(remember(findOrBuild(recipe)));
	}

	private Template remember(Template template) {
		this.templates.put(template.fingerprint(), template);
		return template;
	}

	private Template confirm(TemplateCheck.Begun check, TemplateRecipe recipe) {
		Template template = check.finding().template();
		return (template != null) ? found(template) : findOrBuild(recipe);
	}

	/**
	 * Find a template or build it, after all others that are at it.
	 */
	private Template findOrBuild(TemplateRecipe recipe) {
		Template built;
		try (Claim claim = claim(recipe.fingerprint())) {
			TemplateCheck.Finding finding = this.check.check(claim.files(), recipe.engine());
			if (finding.template() != null) {
				// Another one has built it while this one waited.
				return found(finding.template());
			}
			if (finding.defect() != null) {
				SetAside.move(claim.files(), finding.defect());
			}
			built = build(claim.files(), recipe);
		}
		catch (IOException ex) {
			throw new TemplateCacheException(
					"The template " + recipe.fingerprint().brief() + " cannot be built in " + this.directory + ": " + ex
							+ ".",
					"Check the directory's permissions and its disk, or name another one by"
							+ " pristine.template.cache-dir.",
					ex);
		}
		cleanUpAfter(built);
		return built;
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

	private Claim claim(Fingerprint fingerprint) throws IOException {
		try {
			OwnerOnly.createDirectories(this.directory);
			String reason = OwnerOnly.distrust(this.directory);
			if (reason == null) {
				return claim(this.directory, fingerprint, this.locks);
			}
			warn(reason);
		}
		catch (IOException ex) {
			warn("it cannot be written to (" + ex + ")");
		}
		return claimFallback(fingerprint);
	}

	private Claim claimFallback(Fingerprint fingerprint) throws IOException {
		Path beside = this.fallback.get();
		OwnerOnly.createDirectories(beside);
		return claim(beside, fingerprint, ProcessLock.OPENER);
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

	private Template build(TemplateFiles files, TemplateRecipe recipe) throws IOException {
		try {
			return new TemplateBuild(files, recipe, this.check).run();
		}
		catch (IOException | RuntimeException ex) {
			if (Files.exists(files.lock())) {
				throw ex;
			}
			logger.debug("The build of " + files.image() + " failed", ex);
			warn("it was removed while the template " + files.fingerprint().brief() + " was built there");
			try (Claim beside = claimFallback(files.fingerprint())) {
				return new TemplateBuild(beside.files(), recipe, this.check).run();
			}
		}
	}

	private void cleanUpAfter(Template built) {
		Path cache = Objects.requireNonNull(built.image().file().getParent());
		try {
			Leftovers.sweep(cache);
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
