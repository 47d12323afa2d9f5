package io.github.pristinedb.flyway;

import java.nio.file.Path;

import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.template.FingerprintBuilder;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LayerInputs}.
 */
class LayerInputsTests {

	private static final LayerSupport LAYERS = TestFormat.LAYERS;

	@TempDir
	private Path temporary;

	@ParameterizedTest
	@ValueSource(strings = { "beforeMigrate.sql", "beforeValidate.sql", "afterValidate__more.sql", "afterConnect.sql",
			"createSchema.sql", "beforeConnect.sql", "B2__baseline.sql", "V3__shell.sh", "V1__again.sql" })
	void fileForbidsLayers(String name) {
		assertThatExceptionOfType(NoLayersException.class).isThrownBy(() -> chain(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "afterMigrate.sql", "afterVersioned.sql", "beforeEachMigrate.sql", "R__view.sql" })
	void fileAllowsLayers(String name) throws NoLayersException {
		assertThat(chain(name).size()).isEqualTo(2);
	}

	@Test
	void settingsForbidLayers() {
		assertForbidden(configuration("R__view.sql").target("1"));
		assertForbidden(configuration("R__view.sql").group(true));
		assertForbidden(configuration("R__view.sql").initSql("select 1"));
	}

	@Test
	void whatRunsLaterDecidesNoLayer() throws NoLayersException {
		assertThat(chain("R__view.sql").last()).isEqualTo(chain("afterMigrate.sql").last())
			.isNotEqualTo(chain("beforeEachMigrate.sql").last());
	}

	private static void assertForbidden(FluentConfiguration configuration) {
		assertThatExceptionOfType(NoLayersException.class)
			.isThrownBy(() -> LayerInputs.chain(new FlywayScan(configuration), LAYERS, new FingerprintBuilder()));
	}

	private LayerChain chain(String name) throws NoLayersException {
		return LayerInputs.chain(new FlywayScan(configuration(name)), LAYERS, new FingerprintBuilder());
	}

	private FluentConfiguration configuration(String name) {
		Path folder = this.temporary.resolve(name);
		return Fingerprints.classPath(MigrationFiles.of("db/migration/V1__a.sql", "select 1;")
			.with("db/migration/V2__b.sql", "select 2;")
			.with("db/migration/" + name, "select 3;")
			.writeTo(folder));
	}

}
