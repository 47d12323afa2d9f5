package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Baselines: template, context, class, scenario. Each starts from the whole content of
 * the one above, ids and schema included.
 */
abstract class BaselineContract extends EngineContract {

	private static final int OF_THE_CONTEXT = 7;

	private static final int OF_A_CLASS = 8;

	private static final int OF_A_SCENARIO = 9;

	BaselineContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void scenarioStartsFromWhatStartUpAndItsClassWroteAndFromNothingElse() throws Exception {
		Content afterStartUp = expected(OF_THE_CONTEXT);
		Content afterBoth = expected(OF_THE_CONTEXT, OF_A_CLASS);
		context().withBean(EngineFixture.class, () -> this.fixture).withBean(Writing.class).run((context) -> {
			writesAndFinds(context, null, afterStartUp);
			Scope writing = new Scope(Scope.Kind.TEST_CLASS, "WritingTests");
			Stage.scope(context, writing, () -> {
				assertThat(content(context).differencesFrom(afterStartUp)).isEmpty();
				write(context, OF_A_CLASS);
				for (int i = 0; i < 2; i++) {
					writesAndFinds(context, writing, afterBoth);
				}
				assertThat(content(context).differencesFrom(afterBoth)).isEmpty();
			});
			Scope silent = new Scope(Scope.Kind.TEST_CLASS, "SilentTests");
			Stage.scope(context, silent, () -> writesAndFinds(context, silent, afterStartUp));
			writesAndFinds(context, null, afterStartUp);
		});
	}

	@Test
	void classInsideAnotherStartsFromWhatThatOneWrote() throws Exception {
		Content afterOuter = expected(OF_A_CLASS);
		Content afterBoth = expected(OF_A_CLASS, OF_A_CLASS + 100);
		context().run((context) -> {
			Scope outer = new Scope(Scope.Kind.TEST_CLASS, "OuterTests");
			Stage.scope(context, outer, () -> {
				write(context, OF_A_CLASS);
				Scope inner = new Scope(ScopePlace.of(Scope.Kind.TEST_CLASS, "InnerTests").in(outer));
				Stage.scope(context, inner, () -> {
					assertThat(content(context).differencesFrom(afterOuter)).isEmpty();
					write(context, OF_A_CLASS + 100);
					writesAndFinds(context, inner, afterBoth);
				});
				writesAndFinds(context, outer, afterOuter);
			});
			writesAndFinds(context, null, pristine());
		});
	}

	@Test
	void readyMadeDatabaseIsWhatScenariosStartFromAndStaysAsItIs() throws Exception {
		try (PlainDatabase own = new PlainDatabase(this.fixture, this.directory, "scenario")) {
			write(own.connect(), OF_THE_CONTEXT);
			Content before = own.content();
			if (!this.fixture.copiesWhatIsInUse()) {
				own.disconnect();
			}
			KitContext.unmigrated(this.fixture, this.directory)
				.withPropertyValues("spring.flyway.enabled=false")
				.run((context) -> {
					for (int i = 0; i < 2; i++) {
						writesAndFinds(context, null, before);
					}
				});
			assertThat(own.content().differencesFrom(before)).isEmpty();
		}
	}

	private void writesAndFinds(ApplicationContext context, Scope parent, Content expected) throws Exception {
		Scope scenario = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "a scenario").in(parent));
		Stage.scope(context, scenario, () -> {
			assertThat(content(context).differencesFrom(expected)).isEmpty();
			write(context, OF_A_SCENARIO);
			assertThat(content(context)).isNotEqualTo(expected);
		});
	}

	private Content expected(int... numbers) throws SQLException {
		String name = "plain-" + java.util.Arrays.hashCode(numbers);
		try (PlainDatabase plain = new PlainDatabase(this.fixture, this.directory, name)) {
			for (int number : numbers) {
				write(plain.connect(), number);
			}
			return plain.content();
		}
	}

	private Content content(ApplicationContext context) throws SQLException {
		return KitContext.content(this.fixture, context);
	}

	private void write(ApplicationContext context, int number) throws SQLException {
		try (Connection connection = KitContext.dataSource(context).getConnection()) {
			write(connection, number);
		}
	}

	private void write(Connection connection, int number) throws SQLException {
		writeAll(this.fixture, connection, number);
	}

	/**
	 * Each change of rows and schema that succeeds.
	 */
	private static void writeAll(EngineFixture fixture, Connection connection, int number) {
		for (Deed deed : Deeds.of(fixture, Kind.ROWS, Kind.SCHEMA)) {
			try {
				deed.act().on(connection, number);
			}
			catch (SQLException ex) {
				// It violates a constraint, or what it names is gone by now.
			}
		}
	}

	/**
	 * Writes when the context starts.
	 */
	static final class Writing implements SmartInitializingSingleton {

		private final DataSource dataSource;

		private final EngineFixture fixture;

		Writing(DataSource dataSource, EngineFixture fixture) {
			this.dataSource = dataSource;
			this.fixture = fixture;
		}

		@Override
		public void afterSingletonsInstantiated() {
			try (Connection connection = this.dataSource.getConnection()) {
				writeAll(this.fixture, connection, OF_THE_CONTEXT);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
