package io.github.pristinedb.template.file;

import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.template.TemplateRecipe;

/**
 * A recipe whose store is said by whoever asks for the template.
 */
interface StorelessRecipe extends TemplateRecipe {

	@Override
	default TemplateStore store() {
		throw new UnsupportedOperationException();
	}

	@Override
	default String tool() {
		return "Tool 12.3.4";
	}

}
