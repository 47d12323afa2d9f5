package io.github.pristinedb.benchmarks.hammer;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.benchmarks.postgresql.Server;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ActiveProfilesResolver;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.client.RestClient;

/**
 * The scenarios of the hammer, as JUnit runs them.
 */
@SpringBootTest(classes = HammerApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(properties = {
		"hammer.sqlite.url=jdbc:sqlite:target/" + HammerScenarios.DATABASE + ".db?foreign_keys=on",
		"hammer.sqlite.migrations=migration", "hammer.sqlite-wal.url=${hammer.sqlite.url}&journal_mode=WAL",
		"hammer.sqlite-wal.migrations=migration", "hammer.h2.url=jdbc:h2:mem:" + HammerScenarios.DATABASE,
		"hammer.h2.migrations=h2",
		"hammer.postgresql.url=${" + Server.URL + ":}" + HammerScenarios.DATABASE + "?user=${" + Server.USER
				+ ":postgres}&password=${" + Server.PASSWORD + ":}",
		"hammer.postgresql.migrations=postgresql", "spring.datasource.url=${hammer.${spring.profiles.active[0]}.url}",
		"spring.flyway.locations=classpath:hammer/${hammer.${spring.profiles.active[0]}.migrations}",
		"spring.task.execution.pool.core-size=12", "spring.main.banner-mode=off", "pristine.workspace=target/hammer",
		"pristine.template.cache-dir=target/hammer/templates", "logging.level.root=error" })
@ActiveProfiles(resolver = HammerScenarios.EngineProfile.class)
abstract class HammerScenarios {

	/**
	 * The name of the database, or of its file.
	 */
	static final String DATABASE = "scenario-hammer";

	@Autowired
	private DataSource dataSource;

	@Autowired
	private HammerApplication.Background background;

	@Autowired
	private RestClient client;

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "scenario {0}")
	@ArgumentsSource(Numbers.class)
	void scenario(int number) throws Exception {
		HammerRun run = HammerRun.current();
		run.context(this.port);
		((Scope) Scenarios.current().orElseThrow()).isolate(run.options().mode().isolation(number));
		new HammerScenario(run, run.scenario(number), new ApplicationAccess(run.options().engine().database(),
				this.dataSource, this.background, this.client, this.port))
			.run();
	}

	/**
	 * Gives each engine a context of its own.
	 */
	static final class EngineProfile implements ActiveProfilesResolver {

		@Override
		public String[] resolve(Class<?> testClass) {
			return new String[] { HammerRun.current().options().engine().label() };
		}

	}

	/**
	 * All scenarios at once in one context.
	 */
	static final class Shared extends HammerScenarios {

	}

	/**
	 * The same on one database.
	 */
	@TestPropertySource(properties = "pristine.isolation=none")
	static final class Unisolated extends HammerScenarios {

	}

	/**
	 * Classes that run at once, and the scenarios of each one after the other: a worker
	 * runs a class.
	 */
	@SuppressWarnings("unused")
	static class PerWorker extends HammerScenarios {

		static Class<?>[] classes() {
			return Stream.of(PerWorker.class.getDeclaredClasses())
				.filter(PerWorker.class::isAssignableFrom)
				.sorted((one, other) -> one.getName().compareTo(other.getName()))
				.toArray(Class<?>[]::new);
		}

		static final class A extends PerWorker {

		}

		static final class B extends PerWorker {

		}

		static final class C extends PerWorker {

		}

		static final class D extends PerWorker {

		}

		static final class E extends PerWorker {

		}

		static final class F extends PerWorker {

		}

		static final class G extends PerWorker {

		}

		static final class H extends PerWorker {

		}

		static final class I extends PerWorker {

		}

		static final class J extends PerWorker {

		}

		static final class K extends PerWorker {

		}

		static final class L extends PerWorker {

		}

		static final class M extends PerWorker {

		}

		static final class N extends PerWorker {

		}

		static final class O extends PerWorker {

		}

		static final class P extends PerWorker {

		}

	}

	/**
	 * The numbers of the scenarios of a class: each class of the run has its share.
	 */
	static final class Numbers implements ArgumentsProvider {

		@Override
		public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters,
				ExtensionContext context) {
			HammerRun run = HammerRun.current();
			int classes = run.options().mode().testClasses().size();
			int share = run.options().mode().testClasses().indexOf(context.getRequiredTestClass());
			return IntStream.range(run.first(), run.end())
				.filter((number) -> number % classes == share)
				.mapToObj(Arguments::of);
		}

	}

}
