package io.github.pristinedb.jdbc;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * A data source cannot be made again for another database.
 */
public class UnsupportedDataSourceException extends PristineException {

	static final String ACTION = "Use HikariCP, another pool that Spring Boot's DataSourceBuilder knows, or the driver's own"
			+ " data source. Or rename the database, so that its name starts with none of"
			+ " pristine.scenario-prefixes.";

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public UnsupportedDataSourceException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

	/**
	 * A copy of a data source does not lead to the database that it was made for.
	 * @param original the data source
	 * @param wanted that database
	 * @param reached the database that the copy leads to, {@code null} if nobody can tell
	 * @return the exception
	 */
	static UnsupportedDataSourceException leadsElsewhere(DataSource original, Database wanted,
			@Nullable Database reached) {
		return new UnsupportedDataSourceException(
				"A copy of the application's data source, of " + original.getClass() + ", was made for the database "
						+ wanted + ", but leads to " + ((reached != null) ? reached : "a place that cannot be told")
						+ ". Pristine did nothing there.",
				"Let the URL alone name the database, by url or jdbcUrl. Remove database names, catalogs and"
						+ " connection code beside it. " + ACTION,
				null);
	}

}
