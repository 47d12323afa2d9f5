package io.github.pristinedb.demo.ci;

import java.nio.file.Path;
import java.util.Objects;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command that makes the template before the tests run, in a JVM of its own, and the
 * tests, of which these are some.
 */
@DemoContext
@NeedsPristine
class AheadOfTimeTests {

	// TemplateCommandTests of autoconfigure runs the command a second time, too.
	private static final boolean SOAK = Boolean.getBoolean("build.soak");

	@Autowired
	private Flyway flyway;

	@Autowired
	private FastMigrationStrategy strategy;

	@Autowired
	private Templates templates;

	@Test
	void fingerprintIsThatOfTheTemplateWhichTheTestsUse() {
		TemplateRecipe recipe = Objects.requireNonNull(this.strategy.recipe(this.flyway));
		Template used = this.templates.get(recipe);
		String fingerprint = NewUser.get().built().split(" ")[0];
		assertThat(fingerprint).isEqualTo(used.fingerprint().value());
		assertThat(Path.of(used.image().describe())).isNotEmptyFile().hasFileName(fingerprint + ".template");
	}

	@Test
	void templateIsBuiltOnceAndFoundFromThenOn() {
		NewUser user = NewUser.get();
		assertThat(user.built()).contains(" built ");
		if (SOAK) {
			assertThat(user.run()).singleElement().asString().contains(" hit ");
		}
	}

}
