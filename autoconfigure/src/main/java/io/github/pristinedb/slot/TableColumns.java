package io.github.pristinedb.slot;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The columns of tables that statements name. A name that fits several tables with other
 * columns is ambiguous. Not for use by several threads.
 */
final class TableColumns {

	private static final Pattern part = Pattern.compile("\"((?:[^\"]|\"\")*)\"|`([^`]*)`|([^\\s.\"`]+)");

	private static final Set<String> OF_THE_PRODUCT = Set.of("information_schema", "pg_catalog");

	private final Map<String, List<String>> found = new HashMap<>();

	private final Set<String> ambiguous = new LinkedHashSet<>();

	/**
	 * The columns that were found.
	 * @return the columns, in order, by the name of the table
	 */
	Map<String, List<String>> found() {
		this.found.keySet().removeAll(this.ambiguous);
		return this.found;
	}

	/**
	 * Look for tables.
	 * @param connection sees them
	 * @param tables the tables as they are written in statements
	 * @throws SQLException if they cannot be told
	 */
	void read(Connection connection, Set<String> tables) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		for (String table : tables) {
			List<String> names = parts(table);
			if (names.isEmpty()) {
				continue;
			}
			String name = names.get(names.size() - 1);
			String schema = (names.size() > 1) ? names.get(names.size() - 2) : null;
			for (String variant : new LinkedHashSet<>(
					List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT)))) {
				for (List<String> columns : columns(metaData, schema, variant)) {
					if (!columns.equals(this.found.getOrDefault(table, columns))) {
						this.ambiguous.add(table);
					}
					this.found.put(table, columns);
				}
			}
		}
	}

	private static List<String> parts(String table) {
		List<String> parts = new ArrayList<>();
		Matcher matcher = part.matcher(table);
		while (matcher.find()) {
			String quoted = (matcher.group(1) != null) ? matcher.group(1).replace("\"\"", "\"") : matcher.group(2);
			parts.add((quoted != null) ? quoted : matcher.group(3));
		}
		return parts;
	}

	private static List<List<String>> columns(DatabaseMetaData metaData, @Nullable String schema, String table)
			throws SQLException {
		Map<Owner, List<String>> columns = new LinkedHashMap<>();
		try (ResultSet rows = metaData.getColumns(null, null, escaped(table, metaData.getSearchStringEscape()), null)) {
			while (rows.next()) {
				Owner owner = new Owner(rows.getString("TABLE_SCHEM"), rows.getString("TABLE_NAME"));
				if (owner.isMeantBy(schema, table)) {
					columns.computeIfAbsent(owner, (added) -> new ArrayList<>()).add(rows.getString("COLUMN_NAME"));
				}
			}
		}
		return List.copyOf(columns.values());
	}

	private static String escaped(String name, @Nullable String escape) {
		return (escape == null || escape.isEmpty()) ? name
				: name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
	}

	/**
	 * The table of a column.
	 *
	 * @param schema its schema, {@code null} if the product has none
	 * @param table its name
	 */
	private record Owner(@Nullable String schema, String table) {

		boolean isMeantBy(@Nullable String schema, String table) {
			if (!this.table.equalsIgnoreCase(table)) {
				return false;
			}
			return this.schema == null || (!OF_THE_PRODUCT.contains(this.schema.toLowerCase(Locale.ROOT))
					&& (schema == null || schema.equalsIgnoreCase(this.schema)));
		}

	}

}
