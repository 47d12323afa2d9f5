package io.github.pristinedb.engine.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The catalogs of a slot's database, and the files of its tables.
 */
final class Catalogs {

	private static final String FILES = "select pristine.files()";

	private final Connection control;

	private final PreparedStatement look;

	private long[] writes;

	private long[] files;

	private long[] newFiles;

	/**
	 * Remember the present state, which is that of the baseline.
	 * @param control the control connection
	 * @throws SQLException if it fails
	 */
	Catalogs(Connection control) throws SQLException {
		this.control = control;
		this.look = control.prepareStatement("select * from pristine.look_deeper(?)");
		this.writes = longs(control, "select pristine.catalog_writes()");
		this.files = longs(control, FILES);
		this.newFiles = this.files;
	}

	/**
	 * Look whether the catalogs say something else by now.
	 * @return the name of one that does, or {@code null} if there is none
	 */
	@Nullable String change() throws SQLException {
		this.look.setArray(1, this.control.createArrayOf("int8", boxed(this.writes)));
		try (ResultSet row = this.look.executeQuery()) {
			row.next();
			this.writes = longs(row.getArray(1));
			String changed = row.getString(2);
			if (changed == null) {
				this.newFiles = longs(this.control, FILES);
			}
			return changed;
		}
	}

	/**
	 * The counters of tables, with {@link RestoringFunctions#NEW_FILE} for those that
	 * have another file than before.
	 */
	String withNewFiles(String counters) {
		String[] marked = counters.substring(1, counters.length() - 1).split(",");
		for (int i = 0; i < this.files.length; i++) {
			if (this.files[i] != this.newFiles[i]) {
				marked[RestoringFunctions.FIRST_TABLE - 1 + i] = String.valueOf(RestoringFunctions.NEW_FILE);
			}
		}
		return "{" + String.join(",", marked) + "}";
	}

	/**
	 * The tables are put back, in their new files.
	 * @throws SQLException if the connection fails
	 */
	void accept() throws SQLException {
		// A view that was refreshed has got another file.
		this.newFiles = longs(this.control, FILES);
		this.files = this.newFiles;
	}

	/**
	 * Tables were written anew, which takes the toast table of one away whose columns
	 * need none. The catalogs say what they said before, but for that.
	 * @throws SQLException if the connection fails
	 */
	void remember() throws SQLException {
		Sql.execute(this.control, "select pristine.remember_catalogs()");
		accept();
	}

	static long[] longs(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
			row.next();
			return longs(row.getArray(1));
		}
	}

	static long[] longs(Array array) throws SQLException {
		return Arrays.stream((Long[]) array.getArray()).mapToLong(Long::longValue).toArray();
	}

	static Long[] boxed(long[] values) {
		return Arrays.stream(values).boxed().toArray(Long[]::new);
	}

}
