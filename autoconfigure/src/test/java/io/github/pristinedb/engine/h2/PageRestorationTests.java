package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import io.github.pristinedb.engine.h2.RootPages.TableName;
import io.github.pristinedb.engine.h2.RootPagesProbe.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("H2 .* makes a new database for each scenario that writes")
class PageRestorationTests {

	private final PageRestoration restoration = new PageRestoration(RootPagesProbe::run);

	@Test
	void versionOfTheBuildPassesTheProbe() {
		Outcome outcome = RootPagesProbe.run();
		assertThat(outcome.failure()).isNull();
		assertThat(outcome.internals()).isNotNull();
	}

	@Test
	void versionThatDiffersInsideMakesNewDatabasesAndIsToldOnce(CapturedOutput output) throws SQLException {
		PageRestoration none = new PageRestoration(() -> new Outcome(null, "this version differs inside"));
		for (int i = 0; i < 2; i++) {
			try (H2ScenarioDatabase scenario = scenario(none, "CREATE TABLE a(b INT)")) {
				H2Memory.execute((H2Database) scenario.database(), "INSERT INTO a VALUES(1)");
				assertThat(scenario.isClean(H2Memory.NOBODY)).isFalse();
				assertThat(scenario.restore(scenario.capture(), H2Memory.NOBODY)).isEqualTo(Restoration.RECONNECT);
				assertThat(scenario.isFreedByClosing()).isFalse();
			}
		}
		assertThat(output).containsOnlyOnce("makes a new database for each scenario that writes, because this version"
				+ " differs inside. That takes longer than to put its pages back. Use H2 2.3, 2.4 or 2.5.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE LINKED TABLE a('', 'jdbc:h2:mem:', 'sa', '', 'INFORMATION_SCHEMA.USERS')",
			"CREATE ALIAS IF NOT EXISTS FT_INIT FOR 'org.h2.fulltext.FullText.init'; CALL FT_INIT()" })
	void databaseWithAStateOutsideOfItsPagesIsMadeAnewAndToldOnce(String sql, CapturedOutput output)
			throws SQLException {
		for (int i = 0; i < 2; i++) {
			try (OwnedDatabase owned = new OwnedDatabase(H2Memory.database(""), null)) {
				H2Memory.execute(owned.owner(), sql);
				assertThat(this.restoration.remember(owned)).isNull();
			}
		}
		assertThat(output).containsOnlyOnce("is made anew for each scenario that writes, because");
	}

	@Test
	void pagesTellWhichTablesWereWrittenCommittedOrNot() throws SQLException {
		try (OwnedDatabase owned = new OwnedDatabase(H2Memory.database(""), null);
				Connection other = owned.database().connect()) {
			H2Memory.execute(owned.owner(), "CREATE TABLE a(b INT PRIMARY KEY)", "CREATE TABLE read(b INT)",
					"CREATE SCHEMA s", "CREATE TABLE s.a(b INT)");
			RootPages pages = Objects.requireNonNull(this.restoration.remember(owned));
			assertThat(pages.changedTables(owned.owner())).isEmpty();
			H2Memory.execute(owned.owner(), "INSERT INTO s.a VALUES(1)", "SELECT * FROM read");
			assertThat(pages.changedTables(owned.owner())).containsExactly(new TableName("S", "A"));
			other.setAutoCommit(false);
			H2Memory.execute(other, "INSERT INTO a VALUES(1)");
			assertThat(pages.changedTables(other)).containsExactlyInAnyOrder(new TableName("S", "A"),
					new TableName("PUBLIC", "A"));
			other.rollback();
			H2Memory.execute(owned.owner(), "CREATE TABLE c(b INT)");
			assertThat(pages.changedTables(owned.owner())).isNull();
		}
	}

	@Test
	void pagesTellNoTablesIfOneWasAltered() throws SQLException {
		try (OwnedDatabase owned = new OwnedDatabase(H2Memory.database(""), null)) {
			H2Memory.execute(owned.owner(), "CREATE TABLE a(b INT)");
			RootPages pages = Objects.requireNonNull(this.restoration.remember(owned));
			H2Memory.execute(owned.owner(), "ALTER TABLE a ADD COLUMN c INT");
			assertThat(pages.changedTables(owned.owner())).isNull();
		}
	}

	@Test
	void eachReasonForANewDatabaseIsToldOnce(CapturedOutput output) throws SQLException {
		for (String sql : new String[] { "COMMENT ON TABLE a IS 'a'", "COMMENT ON TABLE a IS 'b'", "SET MODE MySQL" }) {
			try (H2ScenarioDatabase scenario = scenario(this.restoration, "CREATE TABLE a(b INT)")) {
				H2Memory.execute((H2Database) scenario.database(), sql);
				scenario.restore(scenario.capture(), H2Memory.NOBODY);
			}
		}
		assertThat(output).doesNotContain("because");
		for (String sql : new String[] { "COMMENT ON TABLE a IS 'a'", "COMMENT ON TABLE a IS 'b'", "SET MODE MySQL" }) {
			try (OwnedDatabase owned = new OwnedDatabase(H2Memory.database(""), null)) {
				H2Memory.execute(owned.owner(), "CREATE TABLE a(b INT)");
				RootPages pages = this.restoration.remember(owned);
				H2Memory.execute(owned.owner(), sql);
				assertThat(this.restoration.restore(pages, owned)).isFalse();
			}
		}
		assertThat(output).containsOnlyOnce("because the schema, a user, a right or a comment was changed")
			.containsOnlyOnce("because a setting of the database or its schema was changed");
	}

	private static H2ScenarioDatabase scenario(PageRestoration restoration, String sql) throws SQLException {
		H2Database source = H2Memory.database("");
		H2Image image;
		try (OwnedDatabase model = new OwnedDatabase(source, null)) {
			Connection owner = model.owner();
			H2Memory.execute(owner, sql);
			image = new BaselineScript(H2Script.of(owner, source, H2Memory.NAMES), source);
		}
		return H2ScenarioDatabase.create(H2Memory.NAMES.next(source, "worker"), H2Memory.NAMES, restoration, image);
	}

}
