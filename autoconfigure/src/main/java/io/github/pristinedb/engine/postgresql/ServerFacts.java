package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * What a server tells of itself and of the user.
 *
 * @param version the whole version, as the server has it for people
 * @param number the version as a number, 180006 for 18.6
 * @param superuser whether the user is a superuser
 * @param createdb whether the user may create databases
 * @param counting whether the server counts what is written ({@code track_counts})
 * @param standby whether it is a copy of another server, which nobody can write to
 * @param pooled whether something between hands one of its sessions to several clients
 * @param countsAtOnce whether it counts what a session has written as soon as the session
 * asks for it
 * @param maxConnections how many connections it accepts
 * @param reserved how many of them are for administrators
 * @param userLimit how many connections the user may have, -1 if there is no limit
 */
record ServerFacts(String version, int number, boolean superuser, boolean createdb, boolean counting, boolean standby,
		boolean pooled, boolean countsAtOnce, int maxConnections, int reserved, int userLimit) {

	private static final Log logger = LogFactory.getLog(ServerFacts.class);

	private static final int OLDEST = 15;

	private static final Pattern GENUINE = Pattern.compile("PostgreSQL \\S+");

	// How products that speak the same language but have no template databases, or no
	// counters, name themselves.
	private static final Pattern OTHER_PRODUCT = Pattern.compile(
			"CockroachDB|YugabyteDB|\\bYB\\b|Redshift|Greenplum|Materialize|RisingWave|QuestDB|CrateDB|openGauss|GaussDB",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern AURORA_DSQL = Pattern.compile("\\.dsql(-[a-z]+)?\\.[a-z0-9-]+\\.on\\.aws");

	/**
	 * Ask a server.
	 * @param connection a connection of the user's
	 * @param other another one, opened while that one is open
	 * @return the facts
	 * @throws SQLException if the server does not answer
	 */
	static ServerFacts ask(AdminConnection connection, AdminConnection other) throws SQLException {
		String version = Objects.requireNonNull(connection.row((row) -> row.getString(1), "SELECT version()"));
		if (otherProduct(version) != null) {
			// It may know nothing of what is asked next.
			return new ServerFacts(version, 0, false, false, false, false, false, false, 0, 0, -1);
		}
		boolean pooled = isPooled(connection, other);
		// A superuser may create databases without CREATEDB, and no connection limit
		// counts.
		return Objects
			.requireNonNull(connection.row(
					(row) -> new ServerFacts(version, row.getInt("number"), row.getBoolean("rolsuper"),
							row.getBoolean("createdb"), row.getBoolean("counting"), row.getBoolean("standby"), pooled,
							false, row.getInt("connections"), row.getInt("reserved"), row.getInt("userlimit")),
					"""
							SELECT current_setting('server_version_num')::int AS number,
								rolsuper, rolsuper OR rolcreatedb AS createdb,
								CASE WHEN rolsuper THEN -1 ELSE rolconnlimit END AS userlimit,
								current_setting('track_counts')::bool AS counting, pg_is_in_recovery() AS standby,
								current_setting('max_connections')::int AS connections,
								current_setting('superuser_reserved_connections')::int
									+ coalesce(current_setting('reserved_connections', true)::int, 0) AS reserved
							FROM pg_roles WHERE rolname = current_user"""));
	}

	/**
	 * Find out whether the server counts at once.
	 * @param connection a connection of the user's
	 * @return all facts
	 */
	ServerFacts withProbe(AdminConnection connection) {
		boolean probed = false;
		try {
			probed = FlushProbe.countsAtOnce(connection.connection());
		}
		catch (SQLException ex) {
			logger.debug("The server does not let its counters be tried", ex);
		}
		return new ServerFacts(this.version, this.number, this.superuser, this.createdb, this.counting, this.standby,
				this.pooled, probed, this.maxConnections, this.reserved, this.userLimit);
	}

	/**
	 * A pooler makes up the number of the backend that it tells its clients, or hands one
	 * backend to two clients.
	 */
	private static boolean isPooled(AdminConnection connection, AdminConnection other) throws SQLException {
		int first = backend(connection);
		int second = backend(other);
		return first == second || first != backend(connection) || first != told(connection) || second != told(other);
	}

	private static int backend(AdminConnection connection) throws SQLException {
		return Objects.requireNonNull(connection.row((row) -> row.getInt(1), "SELECT pg_backend_pid()"));
	}

	private static int told(AdminConnection connection) throws SQLException {
		return connection.connection().unwrap(PGConnection.class).getBackendPID();
	}

	private static @Nullable String otherProduct(String version) {
		Matcher other = OTHER_PRODUCT.matcher(version);
		if (other.find()) {
			return other.group().equals("YB") ? "YugabyteDB" : other.group();
		}
		return GENUINE.matcher(version).lookingAt() ? null : "another product";
	}

	/**
	 * The name and the version of the product.
	 * @return both, without what the server was built with
	 */
	String product() {
		Matcher genuine = GENUINE.matcher(this.version);
		return genuine.lookingAt() ? genuine.group() : this.version;
	}

	/**
	 * The first part of the version.
	 * @return 18 for 18.6
	 */
	int major() {
		return this.number / 10_000;
	}

	/**
	 * What the user may do.
	 * @return the rights
	 */
	Rights rights() {
		return (this.superuser && this.countsAtOnce) ? Rights.IN_PLACE : (this.createdb ? Rights.COPIES : Rights.NONE);
	}

	/**
	 * Why no database of the server can be managed.
	 * @param server the server
	 * @return the reason with its cure, or {@code null} if there is none
	 */
	@Nullable String refusal(Server server) {
		String reason = defect(server);
		if (reason != null) {
			return reason;
		}
		return (rights() == Rights.NONE) ? lackOfCopies(server)
				+ ", or set pristine.isolation=transaction, which rolls each test back on the" + " database itself"
				: null;
	}

	/**
	 * Why no database can be copied, although the server is as it should be.
	 * @param server the server
	 * @return the reason with its cure
	 */
	static String lackOfCopies(Server server) {
		return "the user " + server.user() + " may not create databases. Let a superuser execute ALTER ROLE "
				+ AdminConnection.quoted(server.user()) + " CREATEDB";
	}

	/**
	 * Why the server is of no use, whatever the user may do.
	 * @param server the server
	 * @return the reason with its cure, or {@code null} if there is none
	 */
	@Nullable String defect(Server server) {
		String other = otherProduct(this.version);
		if (other != null) {
			return "its server is " + other + ", which only speaks like PostgreSQL. Use PostgreSQL " + OLDEST
					+ " or newer for the tests";
		}
		if (server.hosts().stream().anyMatch((host) -> AURORA_DSQL.matcher(host.toLowerCase(Locale.ROOT)).find())) {
			return "its server is Aurora DSQL, which has one database only. Use PostgreSQL " + OLDEST
					+ " or newer for the tests";
		}
		if (major() < OLDEST) {
			return "its server is " + product() + ". Use PostgreSQL " + OLDEST + " or newer for the tests";
		}
		if (this.pooled) {
			return "its URL leads to a connection pooler such as PgBouncer, which hands sessions from one client to"
					+ " another. Let the URL name the server itself";
		}
		if (this.standby) {
			return "its server is a standby, which nobody can write to. Let the URL name the primary server";
		}
		if (!this.counting) {
			return "its server counts no changes. Set track_counts = on, which is the default";
		}
		return null;
	}

	/**
	 * How databases of the server are brought back.
	 * @param server the server
	 * @return one or two sentences
	 */
	String way(Server server) {
		String of = product() + " on " + server + ": ";
		return (rights() == Rights.IN_PLACE) ? of + "databases are brought back in place after each scenario."
				: of + "each scenario that writes gets a new copy of its database. "
						+ (this.superuser ? "The server does not tell at once what was written"
								: "The user " + server.user() + " is no superuser")
						+ ", so nothing can be brought back in place.";
	}

}
