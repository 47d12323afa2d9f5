package io.github.pristinedb.benchmarks.hammer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

import io.github.pristinedb.benchmarks.postgresql.Server;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The isolation of many scenarios at once.
 */
class HammerTests {

	// All scenarios run in a soak, mvn -Psoak verify.
	private static final boolean SOAK = Boolean.getBoolean("build.soak");

	@Test
	void scenariosStartFromWhatFlywayMakesAndSeeNothingOfEachOther(@TempDir Path directory) throws Exception {
		HammerReport report = new Hammer(
				new HammerOptions(HammerEngine.SQLITE, HammerMode.SHARED, number(500, 2000), 16, 42, false))
			.run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.scenarios()).isEqualTo(number(500, 2000));
		assertThat(report.expectedFailures()).isPositive();
		assertThat(report.partings()).containsOnlyKeys(HammerReport.allPartings(HammerEngine.SQLITE));
		assertThat(report.template()).isEqualTo(
				migrated(HammerEngine.SQLITE, "migration", "jdbc:sqlite:" + directory.resolve("plain.db")).checksum());
	}

	@Test
	void scenariosInOneTransactionSeeNothingOfEachOther() throws Exception {
		HammerReport report = new Hammer(
				new HammerOptions(HammerEngine.SQLITE, HammerMode.TRANSACTION, number(40, 300), 16, 42, false))
			.run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.conflicts()).isZero();
	}

	@Test
	void scenariosOfAllIsolationsSeeNothingOfEachOtherOrAreToldThatTheyInterleave() throws Exception {
		HammerReport report = new Hammer(
				new HammerOptions(HammerEngine.SQLITE, HammerMode.MIXED, number(75, 300), 16, 42, false))
			.run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.conflicts()).isPositive();
	}

	@Test
	void scenariosWithAWriteAheadLogSeeNothingOfEachOther() throws Exception {
		HammerReport report = new Hammer(
				new HammerOptions(HammerEngine.SQLITE_WAL, HammerMode.SHARED, number(60, 600), 16, 42, false))
			.run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
	}

	@Test
	void scenariosOnOneDatabaseAreFoundOut() throws Exception {
		HammerReport report = new Hammer(new HammerOptions(HammerEngine.SQLITE, HammerMode.NONE, 24, 4, 42, true))
			.run();
		assertThat(report.violations()).isNotEmpty();
		assertThat(report.faults()).isNotEmpty();
	}

	@Test
	void scenariosOnH2StartFromWhatFlywayMakesAndSeeNothingOfEachOther() throws Exception {
		HammerReport report = new Hammer(
				new HammerOptions(HammerEngine.H2, HammerMode.SHARED, number(300, 1200), 16, 42, false))
			.run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.partings()).containsOnlyKeys(HammerReport.allPartings(HammerEngine.H2));
		assertThat(report.template())
			.isEqualTo(migrated(HammerEngine.H2, "h2", "jdbc:h2:mem:plain;DB_CLOSE_DELAY=-1").checksum());
	}

	@Test
	void scenariosOnH2InOneTransactionSeeNothingOfEachOther() throws Exception {
		HammerReport report = new Hammer(
				new HammerOptions(HammerEngine.H2, HammerMode.TRANSACTION, number(75, 300), 16, 42, false))
			.run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.refusals()).isPositive();
	}

	@Test
	void scenariosOnOneDatabaseOfH2AreFoundOut() throws Exception {
		HammerReport report = new Hammer(new HammerOptions(HammerEngine.H2, HammerMode.NONE, 24, 4, 42, true)).run();
		assertThat(report.violations()).isNotEmpty();
	}

	@Test
	void scenariosOnPostgresqlStartFromWhatFlywayMakesAndSeeNothingOfEachOther() throws Exception {
		HammerReport report = new Hammer(
				new HammerOptions(HammerEngine.POSTGRESQL, HammerMode.SHARED, number(40, 300), 16, 42, false))
			.run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.mostConnections()).isPositive();
		Server server = Server.find();
		String plain = server.create("plain");
		try {
			assertThat(report.template()).isEqualTo(
					migrated(HammerEngine.POSTGRESQL, "postgresql", server.url(plain), server.user(), server.password())
						.checksum());
		}
		finally {
			server.remove(plain);
		}
	}

	@Test
	void scenariosOnPostgresqlOfAllIsolationsSeeNothingOfEachOther() throws Exception {
		HammerReport report = new Hammer(
				new HammerOptions(HammerEngine.POSTGRESQL, HammerMode.MIXED, number(75, 300), 16, 42, false))
			.run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.conflicts()).isPositive();
	}

	@Test
	void scenariosOnOneDatabaseOfPostgresqlAreFoundOut() throws Exception {
		HammerReport report = new Hammer(new HammerOptions(HammerEngine.POSTGRESQL, HammerMode.NONE, 24, 4, 42, true))
			.run();
		assertThat(report.violations()).isNotEmpty();
	}

	private static int number(int few, int all) {
		return SOAK ? all : few;
	}

	private static Content migrated(HammerEngine engine, String migrations, String url) throws Exception {
		return migrated(engine, migrations, url, "sa", "");
	}

	private static Content migrated(HammerEngine engine, String migrations, String url, String user, String password)
			throws Exception {
		Flyway.configure().dataSource(url, user, password).locations("classpath:hammer/" + migrations).load().migrate();
		try (Connection connection = DriverManager.getConnection(url, user, password)) {
			return engine.database().read(connection).timeless();
		}
	}

}
