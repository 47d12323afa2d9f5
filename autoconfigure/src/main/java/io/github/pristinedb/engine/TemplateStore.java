package io.github.pristinedb.engine;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where an engine keeps its templates. A template is built once, however many threads and
 * processes ask for it, and is found only when it is complete. Safe for use by several
 * threads.
 * <p>
 * A store of files has an image beside a manifest, and a lock's file. A store on a server
 * has template databases, comments and advisory locks: two machines may share it. A store
 * in memory has a map.
 */
public interface TemplateStore {

	/**
	 * Find a template. Nothing is waited for or changed.
	 * @param fingerprint what decides its content
	 * @return the template, whose content was verified, or {@code null} if there is none
	 * that can be used
	 */
	@Nullable Template find(Fingerprint fingerprint);

	/**
	 * Whether a template that was found before can still be copied. Cheap.
	 * @param template the template
	 * @return whether it can
	 */
	boolean isIntact(Template template);

	/**
	 * Claim the right to build a template, which is exclusive among threads and
	 * processes, and among machines where they share the store.
	 * @param fingerprint what decides its content
	 * @param patience how long to wait for another one that has the claim
	 * @return the claim, to be closed by the caller in the same thread
	 * @throws TemplateStoreException if it cannot be had
	 */
	Claim claim(Fingerprint fingerprint, Duration patience);

	/**
	 * Claim the right to build a template unless another one has it.
	 * @param fingerprint what decides its content
	 * @return the claim, to be closed by the caller, or {@code null} if it cannot be had
	 */
	@Nullable Claim tryClaim(Fingerprint fingerprint);

	/**
	 * The store to build in instead, if this one is to blame for a failure: its disk is
	 * full, say.
	 * @param fingerprint of the template that could not be built
	 * @param failure why not
	 * @return the other store, or {@code null} if something else is to blame
	 */
	default @Nullable TemplateStore insteadAfter(Fingerprint fingerprint, Exception failure) {
		return null;
	}

	/**
	 * See that a template outlives this JVM.
	 * @param template a template of this store
	 * @throws TemplateStoreException if it does not, with the reason
	 */
	void requireKept(Template template);

	/**
	 * The right to build one template.
	 */
	interface Claim extends AutoCloseable {

		/**
		 * The store whose template is built: the one that was asked, or another one that
		 * stands in for it.
		 * @return the store
		 */
		TemplateStore store();

		/**
		 * Find the template: another one may have built it before the claim was there.
		 * What is under its name and cannot be used is moved out of the way.
		 * @return the template, or {@code null} if it is to be built
		 */
		@Nullable Template find();

		/**
		 * Create a database to build in.
		 * @param model the database whose options are taken over
		 * @param base what to start from, {@code null} for a database without any content
		 * @return the database, to be closed by the caller before the claim
		 * @throws DatabaseCopyException if it cannot be created
		 */
		Scratch scratch(Database model, @Nullable Image base);

		/**
		 * Turn a finished database into the template. It appears at once or not at all.
		 * @param scratch a database of this claim or of another one of this store, to
		 * which no connection is open
		 * @param facts what is known of its build
		 * @return the template
		 * @throws DatabaseCopyException if it cannot be published
		 */
		Template publish(Scratch scratch, TemplateFacts facts);

		/**
		 * Compare the migrations of the template with those of earlier ones of the same
		 * lineage, and warn of those that have changed.
		 * @param lineage what these templates have in common, empty if it is not known
		 * @param checksums those of the migrations that were applied now, by version
		 */
		default void compareMigrations(String lineage, Map<String, Integer> checksums) {
		}

		/**
		 * Give the claim up, and remove what was not published. If the template was
		 * published, the store then removes abandoned builds and templates beyond its
		 * limits.
		 */
		@Override
		void close();

	}

}
