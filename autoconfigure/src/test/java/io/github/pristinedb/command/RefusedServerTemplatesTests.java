package io.github.pristinedb.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.AlteredSqlite;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.recipe.MigrationToolBeans;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The template command on a server that cannot be managed.
 */
@DeliberateOutput("Tests share the database")
class RefusedServerTemplatesTests {

	@Test
	void absenceOfTemplatesIsExplained(@TempDir Path directory) {
		List<MigrationToolBeans> tools = SpringFactoriesLoader.loadFactories(MigrationToolBeans.class,
				getClass().getClassLoader());
		Stage.context()
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + directory.resolve("scenario-refused.db"))
			.withBean("refusing", DatabaseEngine.class,
					() -> AlteredSqlite.engine("sqlite-refused-command",
							(session) -> AlteredSqlite.session(session,
									Map.of("refusal", (arguments) -> "its server is version 9. Use version 10"))))
			.run((context) -> assertThatExceptionOfType(TemplateCommandException.class)
				.isThrownBy(() -> ContextTemplates.of(tools, context, getClass()))
				.withMessageContaining("the Flyway 'flyway' points at jdbc:sqlite:")
				.withMessageContaining("(its server is version 9. Use version 10.)."));
	}

}
