package io.github.pristinedb.memory;

import io.github.pristinedb.console.DeliberateOutput;

/**
 * Hibernate on H2, whose sequences are no rows.
 */
@DeliberateOutput("Using H2 .* which is newer than the version Flyway has been verified with|HHH090205|Tests share the database")
class HibernateMemoryOnH2Tests extends HibernateMemoryContract {

	HibernateMemoryOnH2Tests() {
		super("spring.datasource.url=jdbc:h2:mem:scenario-memory;DB_CLOSE_DELAY=-1",
				"spring.flyway.locations=classpath:h2/migration");
	}

}
