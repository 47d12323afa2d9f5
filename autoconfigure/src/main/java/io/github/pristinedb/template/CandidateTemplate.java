package io.github.pristinedb.template;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A template whose content may still be read to see whether it is what was built. It can
 * be copied already; nobody is to use the copy before the template is
 * {@linkplain #confirmed() confirmed}. Safe for use by several threads.
 */
public final class CandidateTemplate {

	private final Template template;

	private final Supplier<Template> confirmation;

	private @Nullable Template confirmed;

	CandidateTemplate(Template template, Supplier<Template> confirmation) {
		this.template = template;
		this.confirmation = confirmation;
	}

	static CandidateTemplate of(Template confirmed) {
		return new CandidateTemplate(confirmed, () -> confirmed);
	}

	/**
	 * What was found in the cache.
	 * @return the template
	 */
	public Template template() {
		return this.template;
	}

	/**
	 * Wait until it is known whether the template is right.
	 * @return the same template, or the one that was built in its place since it was not
	 * @throws TemplateCacheException if it was not, and no other one can be built
	 */
	public synchronized Template confirmed() {
		if (this.confirmed == null) {
			this.confirmed = this.confirmation.get();
		}
		return this.confirmed;
	}

}
