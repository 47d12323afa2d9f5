package io.github.pristinedb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Counts what Flyway does: in this JVM, and over several ones by the lines of a file.
 */
public final class CountingCallback implements Callback {

	private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

	private final @Nullable Path file;

	/**
	 * Count in this JVM.
	 */
	public CountingCallback() {
		this(null);
	}

	/**
	 * Count over several JVMs.
	 * @param file the file that a line is appended to for each event
	 */
	public CountingCallback(@Nullable Path file) {
		this.file = file;
	}

	/**
	 * Start from nothing again.
	 */
	public void forget() {
		this.events.clear();
	}

	@Override
	public boolean supports(Event event, Context context) {
		// Flyway warns of whoever wants this one, which has another name by now.
		return event != Event.CREATE_SCHEMA;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		this.events.add(event);
		if (this.file != null) {
			try {
				Files.writeString(this.file, event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Override
	public String getCallbackName() {
		return "counting";
	}

	/**
	 * All that Flyway did.
	 * @return the events in order
	 */
	public List<Event> events() {
		return List.copyOf(this.events);
	}

	/**
	 * How often something happened in this JVM.
	 * @param event what
	 * @return how often
	 */
	public long count(Event event) {
		return this.events().stream().filter(event::equals).count();
	}

}
