package io.github.pristinedb.engine.kit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.ScenarioDatabase;

/**
 * SQLite with a deliberate fault.
 */
abstract class FaultySqlite extends SqliteFixture {

	private final DatabaseEngine engine;

	FaultySqlite(UnaryOperator<EngineSession> fault) {
		this.engine = Faults.withSessions(super.engine(), fault);
	}

	@Override
	public DatabaseEngine engine() {
		return this.engine;
	}

	/**
	 * One page of those that were written is not restored.
	 */
	static final class MissedPage extends FaultySqlite {

		private static final int PAGE = 4096;

		MissedPage() {
			super((session) -> Faults.withDatabases(session,
					(database) -> Faults.in(ScenarioDatabase.class, database, Map.of("restore", (arguments, right) -> {
						Path file = Path.of(database.database().url().replaceAll("^jdbc:sqlite:|\\?.*$", ""));
						byte[] before = Files.readAllBytes(file);
						Object restoration = right.get();
						miss(file, before, Files.readAllBytes(file));
						return restoration;
					}))));
		}

		private static void miss(Path file, byte[] before, byte[] after) throws IOException {
			for (int page = Math.min(before.length, after.length) / PAGE - 1; page > 0; page--) {
				int start = page * PAGE;
				if (!Arrays.equals(before, start, start + PAGE, after, start, start + PAGE)) {
					try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
						channel.write(ByteBuffer.wrap(before, start, PAGE), start);
					}
					return;
				}
			}
		}

	}

	/**
	 * A template is found while it is built.
	 */
	static final class PublishedEarly extends FaultySqlite {

		PublishedEarly() {
			super(Faults::publishedEarly);
		}

	}

	/**
	 * The URL of a slot is a copy of the application's own.
	 */
	static final class CopiedUrl extends FaultySqlite {

		CopiedUrl() {
			super(Faults::copiedUrl);
		}

	}

}
