package io.github.pristinedb.engine.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.github.pristinedb.engine.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A database whose name is that of a template, as the server has it.
 *
 * @param name its name
 * @param row its row in {@code pg_database}: any {@code ALTER DATABASE} replaces it
 * @param closed whether nobody can connect to it, and everybody may copy it
 * @param owned whether the user may drop it
 * @param comment its comment
 */
record TemplateRow(String name, String row, boolean closed, boolean owned, @Nullable String comment) {

	private static final String QUERY = """
			SELECT d.datname, d.oid || '/' || d.xmin AS version, d.datistemplate AND NOT d.datallowconn AS closed,
				pg_has_role(d.datdba, 'USAGE') AS owned,
				shobj_description(d.oid, 'pg_database') AS comment
			FROM pg_database d WHERE""";

	/**
	 * Look for a template's database.
	 * @param connection to the maintenance database
	 * @param fingerprint what decides its content
	 * @return the database, or {@code null} if there is none of that name
	 * @throws SQLException if the server does not tell
	 */
	static @Nullable TemplateRow find(AdminConnection connection, Fingerprint fingerprint) throws SQLException {
		return find(connection, DatabaseNames.template(fingerprint));
	}

	/**
	 * Look for a template's database.
	 * @param connection to the maintenance database
	 * @param name its name
	 * @return the database, or {@code null} if there is none of that name
	 * @throws SQLException if the server does not tell
	 */
	static @Nullable TemplateRow find(AdminConnection connection, String name) throws SQLException {
		return connection.row(TemplateRow::read, QUERY + " d.datname = ?", name);
	}

	/**
	 * All databases that are named as templates are.
	 * @param connection to the maintenance database
	 * @return the databases
	 * @throws SQLException if the server does not tell
	 */
	static List<TemplateRow> all(AdminConnection connection) throws SQLException {
		return connection.rows(TemplateRow::read, QUERY + " starts_with(d.datname, ?)", DatabaseNames.template());
	}

	private static TemplateRow read(ResultSet row) throws SQLException {
		return new TemplateRow(row.getString("datname"), row.getString("version"), row.getBoolean("closed"),
				row.getBoolean("owned"), row.getString("comment"));
	}

	/**
	 * What its comment says.
	 * @return the comment, or {@code null} if it is no template, or somebody has changed
	 * it. Whoever wants to connect to it has to change it first
	 */
	@Nullable TemplateComment template() {
		TemplateComment written = TemplateComment.parse(this.comment);
		return (written != null && this.closed && written.row().equals(this.row)
				&& DatabaseNames.template(written.fingerprint()).equals(this.name)) ? written : null;
	}

	/**
	 * Whether it was made by Pristine, in whatever state it is now.
	 * @return whether it was
	 */
	boolean isOurs() {
		return TemplateComment.isOne(this.comment) || Mark.of(this.comment) != null;
	}

}
