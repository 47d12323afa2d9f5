package io.github.pristinedb.flyway;

import java.util.function.Consumer;

import io.github.pristinedb.template.ClassFiles;
import io.github.pristinedb.template.FingerprintBuilder;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * What runs a Flyway: {@link Flyway#migrate()}, or a migration strategy of the user's.
 *
 * @param run runs a Flyway
 * @param strategy the user's strategy, {@code null} if there is none
 * @param surroundings adds what a strategy with fields may depend on
 */
record FlywayMigration(Consumer<Flyway> run, @Nullable Object strategy, Consumer<FingerprintBuilder> surroundings) {

	static final FlywayMigration PLAIN = new FlywayMigration(Flyway::migrate, null, (fingerprint) -> {
	});

	boolean isPlain() {
		return this.strategy == null;
	}

	/**
	 * Add what decides the content of the database.
	 * @param fingerprint what it is added to
	 */
	void addTo(FingerprintBuilder fingerprint) {
		if (this.strategy != null) {
			ClassFiles classes = new ClassFiles((name, bytes) -> fingerprint.add("strategy/class/" + name, bytes),
					FlywayBeans.CLASSES);
			fingerprint.add("strategy/name", classes.add(this.strategy));
			StrategyState state = new StrategyState(this.strategy);
			if (!state.isEmpty()) {
				state.addTo(fingerprint);
				this.surroundings.accept(fingerprint);
			}
		}
	}

}
