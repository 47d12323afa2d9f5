package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.github.pristinedb.error.SaidOnce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Drops what dead runs have left on a server. A run that is alive holds its advisory
 * lock. Only databases with a comment of Pristine's and a name that fits it are dropped.
 *
 * @param administration connects to the server
 * @param run the name of this run
 */
record Sweep(Administration administration, String run) {

	private static final Log logger = LogFactory.getLog(Sweep.class);

	private static final SaidOnce said = new SaidOnce(logger);

	// Whoever kept a database may be on holiday.
	private static final int LONGEST_DAYS = 30;

	private static final String QUERY = """
			SELECT d.datname, shobj_description(d.oid, 'pg_database') AS comment
			FROM pg_database d WHERE pg_has_role(d.datdba, 'USAGE')
			AND (starts_with(shobj_description(d.oid, 'pg_database'), 'Pristine: ') OR d.datname ~ ?)""";

	/**
	 * Drop what dead runs have left that nobody wanted to keep.
	 * @throws SQLException if the server does not let it be dropped
	 */
	void dead() throws SQLException {
		this.administration.run((connection) -> {
			for (Row row : rows(connection)) {
				if (row.comment() == null) {
					tell(row.name());
				}
			}
			drop(connection, Sweep::deadRun);
		});
	}

	private static @Nullable String deadRun(Row row) {
		Mark mark = Mark.of(row.comment());
		return (mark != null && DatabaseNames.fits(mark, row.name())) ? mark.run() : null;
	}

	/**
	 * A process that was killed may not have come to write its comment.
	 */
	private void tell(String name) {
		if (said.isNew(this.administration.server() + "/" + name)) {
			logger.info("The database " + name + " on " + this.administration.server()
					+ " is named as those of tests, but has no comment of Pristine's, so it stays. If nobody needs it:"
					+ " DROP DATABASE " + AdminConnection.quoted(name));
		}
	}

	/**
	 * Drop the databases that earlier runs have kept: those of the same place, and very
	 * old ones.
	 * @param place where this run keeps databases
	 * @throws SQLException if the server does not let them be dropped
	 */
	void kept(String place) throws SQLException {
		LocalDate oldest = LocalDate.now(ZoneOffset.UTC).minusDays(LONGEST_DAYS);
		this.administration.run((connection) -> {
			drop(connection, (row) -> {
				KeptMark mark = KeptMark.of(row.comment());
				return (mark != null && DatabaseNames.isKept(row.name())
						&& (mark.place().equals(place) || mark.day().isBefore(oldest))) ? mark.run() : null;
			});
		});
	}

	private List<Row> rows(AdminConnection connection) throws SQLException {
		return connection.rows((row) -> new Row(row.getString("datname"), row.getString("comment")), QUERY,
				DatabaseNames.FORM);
	}

	/**
	 * Drop databases of dead runs.
	 * @param runOf tells the run of a database that is to be dropped, {@code null} if it
	 * stays
	 */
	private void drop(AdminConnection connection, Function<Row, @Nullable String> runOf) throws SQLException {
		for (String dead : runs(rows(connection), runOf)) {
			AdvisoryKey key = AdvisoryKey.ofRun(dead);
			if (!dead.equals(this.run) && connection.is("SELECT pg_try_advisory_lock" + key)) {
				try {
					// The run may have finished a template just before it ended.
					for (Row row : rows(connection)) {
						if (dead.equals(runOf.apply(row))) {
							drop(connection, row);
						}
					}
				}
				finally {
					connection.execute("SELECT pg_advisory_unlock" + key);
				}
			}
		}
	}

	private static Set<String> runs(List<Row> rows, Function<Row, @Nullable String> runOf) {
		Set<String> runs = new TreeSet<>();
		for (Row row : rows) {
			String run = runOf.apply(row);
			if (run != null) {
				runs.add(run);
			}
		}
		return runs;
	}

	private static void drop(AdminConnection connection, Row row) {
		try {
			if (row.name().startsWith(DatabaseNames.template())) {
				dropUnfinished(connection, row);
			}
			else {
				Databases.drop(connection, row.name());
			}
		}
		catch (SQLException ex) {
			logger.debug("The database " + row.name() + " cannot be dropped", ex);
		}
	}

	/**
	 * Another run may build the template at this moment, or have built it.
	 */
	private static void dropUnfinished(AdminConnection connection, Row row) throws SQLException {
		AdvisoryKey key = AdvisoryKey.ofBuild(row.name());
		if (!connection.is("SELECT pg_try_advisory_lock" + key)) {
			return;
		}
		try {
			TemplateRow present = TemplateRow.find(connection, row.name());
			if (present != null && Objects.equals(present.comment(), row.comment())) {
				TemplatePruning.drop(connection, row.name());
			}
		}
		finally {
			connection.execute("SELECT pg_advisory_unlock" + key);
		}
	}

	/**
	 * A database that may be one of Pristine's.
	 *
	 * @param name its name
	 * @param comment its comment
	 */
	private record Row(String name, @Nullable String comment) {

	}

}
