package db.callback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each migration of Flyway's into the file that the system property
 * names. Flyway finds it in this package, in every context of the tests.
 */
public class MigrationCounter implements Callback {

	private static final String FILE_PROPERTY = "demo.migrations.file";

	private final @Nullable String file = System.getProperty(FILE_PROPERTY);

	@Override
	public boolean supports(Event event, Context context) {
		// Flyway validates, and looks what there is to do, before each of them.
		return this.file != null && event == Event.BEFORE_MIGRATE;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		try {
			Files.writeString(Path.of(String.valueOf(this.file)), event + System.lineSeparator(),
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String getCallbackName() {
		return "migration counter";
	}

}
