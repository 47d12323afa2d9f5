package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Makes the databases of slots, and the images that are made of them.
 *
 * @param administration connects to the server
 * @param databases makes and drops databases
 * @param names names for them
 */
record SlotDatabases(Administration administration, Databases databases, DatabaseNames names) {

	ServerFailures failures() {
		return new ServerFailures(this.administration);
	}

	/**
	 * Create the database of a slot.
	 * @param model the application's own database
	 * @param baseline what to copy, {@code null} for a database without any content
	 * @return the database
	 */
	PostgresScenarioDatabase create(PostgresDatabase model, @Nullable PostgresImage baseline) {
		String name = this.names.slot(model.name());
		try {
			if (baseline != null) {
				this.databases.copy(name, baseline.name(), Mark.Kind.SLOT);
			}
			else {
				DatabaseShape shape = this.administration
					.with((connection) -> DatabaseShape.of(connection, model.name()));
				this.databases.create(name, shape.clauses(), Mark.Kind.SLOT);
			}
			return new PostgresScenarioDatabase(this, model.withName(name, PostgresScenarioDatabase.SETTINGS),
					baseline);
		}
		catch (SQLException ex) {
			throw failures().failed("The creation of a database from "
					+ ((baseline != null) ? baseline.describe() : "nothing") + " for tests of " + model, ex);
		}
	}

	/**
	 * Copy a database to which nobody is connected.
	 * @param source its name
	 * @return the copy, from which others are made
	 * @throws SQLException if it cannot be copied
	 */
	PostgresImage capture(String source) throws SQLException {
		String name = this.names.baseline();
		this.databases.copy(name, source, Mark.Kind.BASELINE);
		return new Freezing(this.administration, this.databases).freeze(name);
	}

	/**
	 * Let a database stay when the run is over.
	 * @param database the database, to which nobody is connected
	 * @param scenario the name of its scenario
	 * @return the database under its new name
	 * @throws SQLException if that is not possible
	 */
	PostgresDatabase keep(PostgresDatabase database, String scenario) throws SQLException {
		String name = this.names.kept(scenario);
		this.administration.with((connection) -> {
			connection.execute("ALTER DATABASE " + AdminConnection.quoted(database.name()) + " RENAME TO "
					+ AdminConnection.quoted(name));
			Databases.comment(connection, name, new Mark(Mark.Kind.KEPT, this.names.run()).toString());
			return null;
		});
		this.databases.release(database.name());
		return database.withName(name);
	}

	boolean isEmpty(String name) throws SQLException {
		try (AdminConnection connection = this.administration.open(name)) {
			return DatabaseContent.isEmpty(connection, this.administration.usualExtensions());
		}
	}

}
