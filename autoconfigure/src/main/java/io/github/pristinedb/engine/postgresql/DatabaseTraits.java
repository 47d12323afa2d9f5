package io.github.pristinedb.engine.postgresql;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.files.Sha256;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What a database has of its own in the server's catalogs, and what {@code CREATE
 * DATABASE … TEMPLATE} does not copy: its owner, access rights and settings.
 *
 * @param source the name of the database
 * @param statements the statements that give it all to another database
 */
record DatabaseTraits(String source, List<String> statements) {

	private static final Log logger = LogFactory.getLog(DatabaseTraits.class);

	private static final SaidOnce said = new SaidOnce(logger);

	/**
	 * Most databases have nothing of their own. To ask so takes a sixth of the time.
	 */
	private static final String ANY = """
			SELECT datacl IS NOT NULL OR pg_get_userbyid(datdba) <> current_user
				OR EXISTS (SELECT FROM pg_db_role_setting WHERE setdatabase = d.oid)
			FROM pg_database d WHERE datname = ?""";

	/**
	 * Values of some settings are lists, whose elements are quoted one by one. Only a
	 * superuser can give a database to anybody.
	 */
	private static final String QUERY = """
			WITH d AS (SELECT * FROM pg_database WHERE datname = ?), target AS (SELECT quote_ident(?) AS name)
			SELECT statement FROM (
				SELECT 1 AS step, 0 AS n, format('ALTER DATABASE %s OWNER TO %I', name, pg_get_userbyid(datdba)) AS statement
				FROM d, target, pg_roles u WHERE u.rolname = current_user AND u.rolsuper AND u.oid <> datdba
				UNION ALL
				SELECT 2, 0, format('REVOKE ALL ON DATABASE %s FROM PUBLIC, %I', name, pg_get_userbyid(datdba))
				FROM d, target WHERE datacl IS NOT NULL
				UNION ALL
				SELECT 3, n, format('GRANT %s ON DATABASE %s TO %s', privilege_type, name,
					CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
					|| CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
				FROM d, target,
					aclexplode(datacl) WITH ORDINALITY AS a (grantor, grantee, privilege_type, is_grantable, n)
				UNION ALL
				SELECT 4, n, format('ALTER %sDATABASE %s SET %I TO %s', coalesce('ROLE ' || quote_ident(rolname) || ' IN ', ''),
					name, split_part(setting, '=', 1),
					CASE WHEN split_part(setting, '=', 1) IN ('search_path', 'temp_tablespaces',
						'session_preload_libraries', 'local_preload_libraries')
					THEN coalesce((SELECT string_agg(quote_literal(
						coalesce(replace(m[1], repeat(chr(34), 2), chr(34)), rtrim(m[2]))), ', ')
						FROM regexp_matches(substr(setting, strpos(setting, '=') + 1),
							'\\x22((?:[^\\x22]|\\x22\\x22)*)\\x22|([^\\x22,\\s][^\\x22,]*)', 'g') m), quote_literal(''))
					ELSE quote_literal(substr(setting, strpos(setting, '=') + 1)) END)
				FROM d, target, pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole,
					unnest(s.setconfig) WITH ORDINALITY AS c (setting, n)
				WHERE s.setdatabase = d.oid) AS all_statements
			ORDER BY step, n, statement""";

	/**
	 * Read the traits of a database.
	 * @param connection to the maintenance database
	 * @param source the name of the database, which may be missing
	 * @param target the name of the database that is to have them
	 * @return the traits
	 * @throws SQLException if the server does not tell
	 */
	static DatabaseTraits of(AdminConnection connection, String source, String target) throws SQLException {
		return new DatabaseTraits(source, connection.is(ANY, source)
				? connection.rows((row) -> row.getString(1), QUERY, source, target) : List.of());
	}

	/**
	 * A text that changes with them. It does not tell a setting that is a secret.
	 */
	String digest() {
		return HexFormat.of()
			.formatHex(Sha256.digest().digest(String.join("\n", this.statements).getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Give them to the other database, as far as the server allows.
	 * @param connection to the maintenance database
	 * @throws SQLException if the connection fails
	 */
	void apply(AdminConnection connection) throws SQLException {
		if (this.statements.isEmpty()) {
			return;
		}
		try {
			connection.execute(String.join("; ", this.statements));
		}
		catch (SQLException ex) {
			logger.debug("The server refuses traits of " + this.source, ex);
			for (String statement : this.statements) {
				apply(connection, statement);
			}
		}
	}

	private void apply(AdminConnection connection, String statement) throws SQLException {
		try {
			connection.execute(statement);
		}
		catch (SQLException ex) {
			if (!connection.connection().isValid(1)) {
				throw ex;
			}
			String reason = ServerFailures.reason(ex);
			if (said.isNew(this.source + ": " + reason)) {
				logger.info("Copies of the database " + this.source
						+ " lack a right or a setting that it has itself. The server refuses it: " + reason + ".");
			}
		}
	}

}
