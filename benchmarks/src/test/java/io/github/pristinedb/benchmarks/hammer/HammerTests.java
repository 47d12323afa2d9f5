package io.github.pristinedb.benchmarks.hammer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The isolation of many scenarios at once.
 */
class HammerTests {

	// A quarter of the scenarios, and all of them in a soak: mvn -Psoak verify.
	private static final int QUARTERS = Boolean.getBoolean("build.soak") ? 4 : 1;

	@Test
	void scenariosStartFromWhatFlywayMakesAndSeeNothingOfEachOther(@TempDir Path directory) throws Exception {
		HammerReport report = new Hammer(new HammerOptions(HammerMode.SHARED, 500 * QUARTERS, 16, 42, false)).run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.scenarios()).isEqualTo(500 * QUARTERS);
		assertThat(report.expectedFailures()).isPositive();
		assertThat(report.partings()).containsOnlyKeys(HammerReport.allPartings());
		assertThat(report.template()).isEqualTo(migrated("jdbc:sqlite:" + directory.resolve("plain.db")).checksum());
	}

	@Test
	void scenariosInOneTransactionSeeNothingOfEachOther() throws Exception {
		HammerReport report = new Hammer(new HammerOptions(HammerMode.TRANSACTION, 75 * QUARTERS, 16, 42, false)).run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.conflicts()).isZero();
	}

	@Test
	void scenariosOfAllIsolationsSeeNothingOfEachOtherOrAreToldThatTheyInterleave() throws Exception {
		HammerReport report = new Hammer(new HammerOptions(HammerMode.MIXED, 75 * QUARTERS, 16, 42, false)).run();
		assertThat(report.faults()).as(report.toText()).isEmpty();
		assertThat(report.conflicts()).isPositive();
	}

	@Test
	void scenariosOnOneDatabaseAreFoundOut() throws Exception {
		HammerReport report = new Hammer(new HammerOptions(HammerMode.NONE, 24, 4, 42, true)).run();
		assertThat(report.violations()).isNotEmpty();
		assertThat(report.faults()).isNotEmpty();
	}

	private static Content migrated(String url) throws Exception {
		Flyway.configure().dataSource(url, null, null).locations("classpath:hammer/migration").load().migrate();
		try (Connection connection = DriverManager.getConnection(url)) {
			return Content.read(connection).timeless();
		}
	}

}
