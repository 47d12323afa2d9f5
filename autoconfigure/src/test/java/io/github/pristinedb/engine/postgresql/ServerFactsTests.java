package io.github.pristinedb.engine.postgresql;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which servers and users are refused, and why.
 */
class ServerFactsTests {

	private static final Server SERVER = new Server(List.of("db:5432"), "app");

	private static final String VERSION = "PostgreSQL 18.6 on x86_64-pc-linux-gnu, compiled by gcc";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			CockroachDB CCL v25.1.0 (x86_64-pc-linux-gnu)                  | CockroachDB
			PostgreSQL 11.2-YB-2.25.0.0-b0 on x86_64-pc-linux-gnu          | YugabyteDB
			PostgreSQL 15.2-YugabyteDB-2.25 on x86_64-pc-linux-gnu         | YugabyteDB
			PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled, Redshift 1.0  | Redshift
			PostgreSQL 12.12 (Greenplum Database 7.1.0 build commit:e7c2b) | Greenplum
			H2 2.4.240                                                     | another product
			""")
	void otherProductIsRefusedByItsName(String version, String name) {
		assertThat(new ServerFacts(version, 180000, true, true, true, false, false, true, 100, 3, -1).refusal(SERVER))
			.startsWith("its server is " + name)
			.contains("Use PostgreSQL 15");
	}

	@Test
	void usualServersAreNotRefused() {
		assertThat(facts(180006, true, true, true, false, false).refusal(SERVER)).isNull();
		assertThat(new ServerFacts("PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64", 150018, false, true, true,
				false, false, true, 100, 3, -1)
			.refusal(SERVER)).isNull();
	}

	@Test
	void serverIsRefusedForWhatItIs() {
		assertThat(facts(140012, true, true, true, false, false).refusal(SERVER)).contains("15 or newer");
		assertThat(facts(180006, true, true, false, false, false).refusal(SERVER)).contains("track_counts = on");
		assertThat(facts(180006, true, true, true, true, false).refusal(SERVER)).contains("standby");
		assertThat(facts(180006, true, true, true, false, true).refusal(SERVER)).contains("PgBouncer");
		assertThat(facts(180006, true, true, true, false, false)
			.refusal(new Server(List.of("x4.dsql.us-east-1.on.aws:5432"), "admin"))).contains("Aurora DSQL");
	}

	@Test
	void userWhoMayNotCreateDatabasesIsRefusedWithTheStatementThatLetsHim() {
		ServerFacts facts = facts(180006, false, false, true, false, false);
		assertThat(facts.rights()).isEqualTo(Rights.NONE);
		assertThat(facts.refusal(SERVER)).contains("the user app").contains("ALTER ROLE \"app\" CREATEDB");
	}

	@Test
	void wayIsThatOfTheUsersRights() {
		assertThat(facts(180006, true, true, true, false, false).way(SERVER))
			.isEqualTo("PostgreSQL 18.6 on db:5432: databases are brought back in place after each scenario.");
		assertThat(facts(180006, false, true, true, false, false).way(SERVER)).contains("a new copy")
			.contains("app is no superuser");
		assertThat(new ServerFacts(VERSION, 180006, true, true, true, false, false, false, 100, 3, -1).way(SERVER))
			.contains("does not tell at once");
	}

	private static ServerFacts facts(int number, boolean superuser, boolean createdb, boolean counting, boolean standby,
			boolean pooled) {
		return new ServerFacts(VERSION, number, superuser, createdb, counting, standby, pooled, true, 100, 3, -1);
	}

}
