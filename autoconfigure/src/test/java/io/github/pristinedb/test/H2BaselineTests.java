package io.github.pristinedb.test;

import io.github.pristinedb.test.Baselines.DataJdbc;
import io.github.pristinedb.test.Baselines.Jdbc;
import io.github.pristinedb.test.Baselines.Jooq;
import io.github.pristinedb.test.Baselines.Jpa;
import io.github.pristinedb.test.Baselines.JpaWithCommit;
import io.github.pristinedb.test.Baselines.JpaWithoutTransaction;
import io.github.pristinedb.test.Baselines.Mybatis;
import io.github.pristinedb.test.Baselines.Reads;
import io.github.pristinedb.test.Baselines.Scripts;
import io.github.pristinedb.test.Baselines.WritesBeforeAll;
import io.github.pristinedb.test.Baselines.WritesBeforeAllToo;
import org.junit.jupiter.api.Test;

/**
 * What scenarios start from on an H2 in memory whose name Spring Boot made up, where no
 * tool migrates it.
 */
class H2BaselineTests {

	@Test
	void eachBaselineStartsFromTheOneAbove() {
		Runs.of(WritesBeforeAll.class, Reads.class).assertPassed(2 * Reads.TESTS);
	}

	@Test
	void eachBaselineStartsFromTheOneAboveSideBySide() {
		Runs.inParallel(WritesBeforeAll.class, Reads.class, WritesBeforeAllToo.class).assertPassed(3 * Reads.TESTS);
	}

	@Test
	void slicesOfJpaRunSideBySide() {
		Runs.inParallel(Jpa.class, JpaWithoutTransaction.class, JpaWithCommit.class).assertPassed(3 * Jpa.TESTS);
	}

	@Test
	void slicesOfJpaRunOneAfterTheOther() {
		Runs.of(JpaWithCommit.class, JpaWithoutTransaction.class, Jpa.class).assertPassed(3 * Jpa.TESTS);
	}

	@Test
	void otherSlicesAreIsolatedToo() {
		Runs.inParallel(Jdbc.class, DataJdbc.class, Jooq.class, Mybatis.class).assertPassed(4 * Scripts.TESTS);
	}

}
