package io.github.pristinedb.template.file;

import java.nio.file.Path;
import java.util.function.Supplier;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * The templates in a directory, as an application context finds or builds them.
 */
final class TestTemplates {

	private final TemplateStore store;

	private final Templates templates;

	TestTemplates(Path directory, Supplier<Path> spare) {
		this(directory, spare, TemplateLimits.DEFAULTS);
	}

	TestTemplates(Path directory, Supplier<Path> spare, TemplateLimits limits) {
		this(directory, spare, limits, CheckedImages.OF_THIS_JVM);
	}

	TestTemplates(Path directory, Supplier<Path> spare, TemplateLimits limits, CheckedImages checked) {
		this(directory, spare, limits, new TemplateCheck(TestFormat.SQLITE, checked), ProcessLock.OPENER);
	}

	TestTemplates(Path directory, Supplier<Path> spare, TemplateLimits limits, TemplateCheck check,
			ProcessLock.Opener locks) {
		this(TestFormat.SQLITE, directory, spare, limits, check, locks);
	}

	TestTemplates(FileFormat format, Path directory, Supplier<Path> spare, TemplateLimits limits, TemplateCheck check,
			ProcessLock.Opener locks) {
		this.store = new FileTemplateStore(format, new TestPlaces(directory, directory, spare, limits), check, locks);
		this.templates = new Templates(limits.buildTimeout());
	}

	FileTemplate get(TemplateRecipe recipe) {
		return new FileTemplate(this.templates.get(new Stored(recipe, this.store)));
	}

	/**
	 * A template whose image is a file.
	 *
	 * @param template the template
	 */
	record FileTemplate(Template template) {

		FileImage image() {
			return (FileImage) this.template.image();
		}

		Fingerprint fingerprint() {
			return this.template.fingerprint();
		}

		TemplateFacts facts() {
			return this.template.facts();
		}

		static @Nullable FileTemplate of(@Nullable Template template) {
			return (template != null) ? new FileTemplate(template) : null;
		}

	}

	/**
	 * A recipe whose template is kept in a store.
	 *
	 * @param recipe the recipe
	 * @param store the store
	 */
	private record Stored(TemplateRecipe recipe, TemplateStore store) implements TemplateRecipe {

		@Override
		public Fingerprint fingerprint() {
			return this.recipe.fingerprint();
		}

		@Override
		public String tool() {
			return this.recipe.tool();
		}

		@Override
		public String lineage() {
			return this.recipe.lineage();
		}

		@Override
		public Result build(Scratches scratches, Layers layers) {
			return this.recipe.build(scratches, layers);
		}

	}

}
