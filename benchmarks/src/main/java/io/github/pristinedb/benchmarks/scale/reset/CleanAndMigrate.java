package io.github.pristinedb.benchmarks.scale.reset;

import io.cucumber.java.Before;
import org.flywaydb.core.Flyway;

/**
 * Makes the database anew before each scenario, by Flyway's own means.
 */
public class CleanAndMigrate {

	private final Flyway flyway;

	public CleanAndMigrate(Flyway flyway) {
		this.flyway = flyway;
	}

	@Before(order = 0)
	public void makeAnew() {
		this.flyway.clean();
		this.flyway.migrate();
	}

}
