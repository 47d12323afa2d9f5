package io.github.pristinedb.slot;

import io.github.pristinedb.engine.Database;
import org.mockito.Mockito;

import static org.mockito.BDDMockito.given;

/**
 * A database that does nothing but tell its name, as events need it.
 */
final class NamedDatabase {

	private NamedDatabase() {
	}

	static Database mock() {
		Database database = Mockito.mock(Database.class);
		given(database.name()).willReturn("scenario");
		return database;
	}

}
