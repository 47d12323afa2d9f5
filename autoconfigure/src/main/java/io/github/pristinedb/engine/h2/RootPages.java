package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.pristinedb.engine.h2.StatePart.Change;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.db.LobStorageMap;
import org.h2.mvstore.db.MVTable;
import org.h2.schema.Schema;
import org.h2.schema.Sequence;
import org.h2.table.Table;
import org.h2.table.TableType;
import org.jspecify.annotations.Nullable;

/**
 * A database at one moment, and the way back to it. The database is not copied: H2 never
 * changes a page of a database in memory, so the pages that were the roots then are the
 * content. Whoever calls this class makes sure that all connections are idle.
 */
final class RootPages {

	// H2's full text search remembers words outside of the database.
	private static final List<String> FULL_TEXT = List.of("FT", "FTL");

	private final List<StatePart> parts;

	/**
	 * A state that has these parts.
	 * @param parts the parts, in the order in which they look and restore
	 */
	RootPages(List<StatePart> parts) {
		this.parts = List.copyOf(parts);
	}

	/**
	 * Remember the present state of a database.
	 * @param connection a connection to it
	 * @param internals reaches what H2 does not show
	 * @return the state
	 * @throws SQLException if the connection fails
	 * @throws UnsupportedContentException if it cannot be brought back later
	 */
	static RootPages of(Connection connection, H2Internals internals) throws SQLException {
		return new RootPages(parts(database(connection), internals));
	}

	/**
	 * The tables whose rows may differ from those of that moment, committed or not. Other
	 * connections may be at work.
	 * @param connection a connection to the database
	 * @return their names, {@code null} if they are unknown since other tables may be
	 * there
	 * @throws SQLException if the connection fails
	 */
	@Nullable Set<TableName> changedTables(Connection connection) throws SQLException {
		Set<Integer> changed = new HashSet<>();
		for (StatePart part : this.parts) {
			if ((part instanceof MapRoots || part instanceof CatalogRows) && part.look() == Change.DOUBTFUL) {
				return null;
			}
			if (part instanceof MapRoots roots) {
				changed.addAll(roots.changedTables());
			}
		}
		Set<TableName> names = new HashSet<>();
		for (Schema schema : database(connection).getAllSchemasNoMeta()) {
			for (Table table : schema.getAllTablesAndViews(null)) {
				if (changed.contains(table.getId())) {
					names.add(new TableName(schema.getName(), table.getName()));
				}
			}
		}
		return names;
	}

	/**
	 * The name of a table.
	 *
	 * @param schema its schema
	 * @param name its own name
	 */
	record TableName(String schema, String name) {

	}

	/**
	 * H2's own object for a database.
	 * @param connection a connection to the database
	 * @return the object
	 * @throws SQLException if the connection fails
	 */
	static Database database(Connection connection) throws SQLException {
		return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase();
	}

	/**
	 * All that makes the state of a database.
	 * @param database the database
	 * @param internals reaches what H2 does not show
	 * @return the parts
	 */
	static List<StatePart> parts(Database database, H2Internals internals) {
		MVStore store = database.getStore().getMvStore();
		List<MVTable> tables = new ArrayList<>();
		List<Sequence> sequences = new ArrayList<>();
		for (Schema schema : database.getAllSchemasNoMeta()) {
			if (FULL_TEXT.contains(schema.getName())) {
				throw new UnsupportedContentException("it has a full text index");
			}
			sequences.addAll(schema.getAllSequences());
			for (Table table : schema.getAllTablesAndViews(null)) {
				if (table instanceof MVTable rows) {
					tables.add(rows);
				}
				else if (table.getTableType() != TableType.VIEW) {
					throw new UnsupportedContentException("its table " + table.getName() + " is a "
							+ table.getTableType().toString().toLowerCase(Locale.ENGLISH));
				}
			}
		}
		LobRemovals removals = new LobRemovals(internals, (LobStorageMap) database.getLobStorage());
		OpenSessions sessions = new OpenSessions(internals, database);
		if (removals.look().and(sessions.look()) == Change.DOUBTFUL) {
			throw new UnsupportedContentException("somebody is at work in it");
		}
		return List.of(removals, sessions, new DatabaseSettings(database), new MapRoots(internals, store),
				CatalogRows.of(internals.maps(store)), new TableStates(internals, database, tables),
				new SequenceStates(internals, sequences));
	}

	/**
	 * Whether the database is still what it was.
	 * @return whether nothing has changed
	 */
	boolean isUnchanged() {
		return look() == Change.NONE;
	}

	private Change look() {
		Change change = Change.NONE;
		for (StatePart part : this.parts) {
			change = change.and(part.look());
			if (change == Change.DOUBTFUL) {
				return change;
			}
		}
		return change;
	}

	/**
	 * Bring the database back, unless that is doubtful.
	 * @return why it is doubtful and nothing was done, {@code null} if the database is
	 * what it was
	 */
	@Nullable String restore() {
		for (StatePart part : this.parts) {
			if (part.look() == Change.DOUBTFUL) {
				return part.doubt();
			}
		}
		this.parts.forEach(StatePart::restore);
		return null;
	}

	/**
	 * A database has something that has a state outside of its pages.
	 */
	static final class UnsupportedContentException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnsupportedContentException(String message) {
			super(message);
		}

	}

}
