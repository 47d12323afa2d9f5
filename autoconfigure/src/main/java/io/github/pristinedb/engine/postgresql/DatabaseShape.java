package io.github.pristinedb.engine.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an empty database is made that is like the application's own: with its encoding and
 * its locale, as long as that is there, else with those of {@code template1}.
 *
 * @param encoding the encoding
 * @param provider what sorts texts: {@code c}, {@code i} or {@code b}
 * @param collation the locale that texts are sorted by
 * @param characters the locale that tells letters from other characters
 * @param locale the locale of a provider other than the system's libraries, empty for
 * none
 * @param version the version of the rules by which the locale sorts, empty if it has none
 * @param usual whether {@code template1} has all of it
 */
record DatabaseShape(String encoding, String provider, String collation, String characters, String locale,
		String version, boolean usual) {

	private static final String QUERY = """
			SELECT pg_encoding_to_char(encoding) AS encoding, datlocprovider, datcollate, datctype,
				coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale', '') AS locale,
				coalesce(pg_database_collation_actual_version(oid), '') AS version,
				datname = 'template1' AS usual
			FROM pg_database d WHERE datname IN ('template1', ?)""";

	/**
	 * The shape of an application's database.
	 * @param connection to the maintenance database
	 * @param model the name of the application's database
	 * @return the shape
	 * @throws SQLException if the server does not tell
	 */
	static DatabaseShape of(AdminConnection connection, String model) throws SQLException {
		List<DatabaseShape> shapes = connection.rows(DatabaseShape::read, QUERY, model);
		DatabaseShape usual = shapes.stream()
			.filter(DatabaseShape::usual)
			.findFirst()
			.orElseThrow(() -> new SQLException("The server has no database template1", "3D000"));
		DatabaseShape own = Objects
			.requireNonNull(shapes.stream().min(Comparator.comparing(DatabaseShape::usual)).orElse(usual));
		return own.properties().equals(usual.properties()) ? usual : own;
	}

	private static DatabaseShape read(ResultSet row) throws SQLException {
		return new DatabaseShape(row.getString("encoding"), row.getString("datlocprovider"),
				row.getString("datcollate"), row.getString("datctype"), row.getString("locale"),
				row.getString("version"), row.getBoolean("usual"));
	}

	/**
	 * What decides the content of a database. The server copies no database whose locale
	 * has got other rules since, as an update of the operating system brings them.
	 * @return values by name
	 */
	SortedMap<String, String> properties() {
		SortedMap<String, String> properties = new TreeMap<>();
		properties.put("version/encoding", this.encoding);
		properties.put("version/collation",
				String.join(" ", this.provider, this.collation, this.characters, this.locale, this.version));
		return properties;
	}

	/**
	 * How {@code CREATE DATABASE} makes it.
	 * @return the clauses
	 */
	String clauses() {
		if (this.usual) {
			return "TEMPLATE template1";
		}
		StringBuilder clauses = new StringBuilder("TEMPLATE template0 ENCODING ")
			.append(AdminConnection.literal(this.encoding))
			.append(" LC_COLLATE ")
			.append(AdminConnection.literal(this.collation))
			.append(" LC_CTYPE ")
			.append(AdminConnection.literal(this.characters));
		switch (this.provider) {
			case "i" -> clauses.append(" LOCALE_PROVIDER icu ICU_LOCALE ").append(AdminConnection.literal(this.locale));
			case "b" ->
				clauses.append(" LOCALE_PROVIDER builtin BUILTIN_LOCALE ").append(AdminConnection.literal(this.locale));
			default -> clauses.append(" LOCALE_PROVIDER libc");
		}
		return clauses.toString();
	}

}
