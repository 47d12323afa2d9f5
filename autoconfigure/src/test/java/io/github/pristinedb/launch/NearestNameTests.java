package io.github.pristinedb.launch;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NearestName}.
 */
class NearestNameTests {

	private static final List<String> KNOWN = List.of("pristine.enabled", "pristine.isolation", "pristine.keep",
			"pristine.keep-max", "pristine.shard", "pristine.shard-by", "pristine.template.cache-dir",
			"pristine.template.seed");

	@ParameterizedTest
	@CsvSource({ "pristine.isolaton, pristine.isolation", "pristine.isolaiton, pristine.isolation",
			"pristine.shrad, pristine.shard", "pristine.kep, pristine.keep", "pristine.keepMaxx, pristine.keep-max",
			"pristine.template.seeds, pristine.template.seed", "pristine.seed, pristine.template.seed",
			"pristine.cache_dir, pristine.template.cache-dir", "pristine.Shard, pristine.shard",
			"pristine.enable, pristine.enabled" })
	void slipOfThePenIsAskedAbout(String name, String meant) {
		assertThat(NearestName.question(name, KNOWN)).isEqualTo(" Did you mean " + meant + "?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pristine.timeout", "pristine.databases", "pristine.x", "pristine.isolation.mode" })
	void anotherWordIsNot(String name) {
		assertThat(NearestName.question(name, KNOWN)).isEmpty();
	}

}
