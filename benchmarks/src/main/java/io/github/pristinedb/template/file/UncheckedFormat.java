package io.github.pristinedb.template;

import java.nio.file.Path;
import java.util.function.Supplier;

import io.github.pristinedb.engine.Image;
import io.github.pristinedb.files.ProcessLock;

/**
 * A template cache that believes whatever it finds: what the check of the content is
 * measured against.
 */
public final class UncheckedTemplates {

	private UncheckedTemplates() {
	}

	/**
	 * Create a cache.
	 * @param directory the absolute path of the directory
	 * @param fallback a directory to build in if that one cannot be used
	 * @return the cache
	 */
	public static TemplateCache in(Path directory, Supplier<Path> fallback) {
		return new TemplateCache(directory, fallback, TemplateCacheLimits.DEFAULTS,
				new TemplateCheck(new CheckedImages()) {

					@Override
					boolean hasContent(Image image, TemplateManifest manifest) {
						return true;
					}

				}, ProcessLock.OPENER);
	}

	/**
	 * Whether a template was built upon a layer.
	 * @param template the template
	 * @return whether it was
	 */
	public static boolean isLayered(Template template) {
		return template.manifest().base() != null;
	}

}
