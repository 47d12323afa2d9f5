package io.github.pristinedb.flyway;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.pristinedb.template.FingerprintBuilder;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StrategyState}.
 */
class StrategyStateTests {

	@Test
	void strategyWithoutFieldsHasNoState() {
		Consumer<Flyway> lambda = Flyway::migrate;
		assertThat(new StrategyState(lambda).isEmpty()).isTrue();
		assertThat(new StrategyState(new Stateless()).isEmpty()).isTrue();
	}

	@Test
	void valuesThatNeverChangeAreInputs() {
		assertThat(fingerprint(strategy(true, "a"))).isEqualTo(fingerprint(strategy(true, "a")))
			.isNotEqualTo(fingerprint(strategy(false, "a")))
			.isNotEqualTo(fingerprint(strategy(true, "b")));
		assertThat(fingerprint(new Typed(1, 'a', TimeUnit.DAYS)))
			.isEqualTo(fingerprint(new Typed(1, 'a', TimeUnit.DAYS)))
			.isNotEqualTo(fingerprint(new Typed(2, 'a', TimeUnit.DAYS)))
			.isNotEqualTo(fingerprint(new Typed(1, 'b', TimeUnit.DAYS)))
			.isNotEqualTo(fingerprint(new Typed(1, 'a', TimeUnit.HOURS)));
	}

	@Test
	void whatChangesOrHasNoNameIsLeftToTheContext() {
		Inherited strategy = new Inherited();
		StrategyState state = new StrategyState(strategy);
		String before = fingerprint(strategy);
		strategy.runs++;
		assertThat(state.isEmpty()).isFalse();
		assertThat(fingerprint(strategy)).isEqualTo(before).isEqualTo(fingerprint(new Inherited()));
	}

	private static Consumer<Flyway> strategy(boolean clean, String table) {
		return (flyway) -> assertThat(clean).as(table).isTrue();
	}

	private static String fingerprint(Object strategy) {
		FingerprintBuilder fingerprint = new FingerprintBuilder();
		new StrategyState(strategy).addTo(fingerprint);
		return fingerprint.build().toString();
	}

	private static final class Stateless {

		private static final String NAME = "name";

	}

	private record Typed(int number, char letter, TimeUnit unit) {

	}

	private static class Counting {

		int runs;

		final Object opaque = new Object();

		final String nothing = null;

	}

	private static final class Inherited extends Counting {

	}

}
