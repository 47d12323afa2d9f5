package io.github.pristinedb.engine.kit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.engine.TemplateStore;

/**
 * SQLite with a deliberate fault.
 */
abstract class FaultySqlite extends SqliteFixture {

	private final DatabaseEngine engine;

	FaultySqlite(UnaryOperator<EngineSession> fault) {
		this.engine = Faults.in(DatabaseEngine.class, super.engine(),
				Map.of("open", (arguments, right) -> fault.apply((EngineSession) Objects.requireNonNull(right.get()))));
	}

	@Override
	public DatabaseEngine engine() {
		return this.engine;
	}

	private static EngineSession withDatabases(EngineSession session, UnaryOperator<ScenarioDatabase> fault) {
		return Faults.in(EngineSession.class, session, Map.of("create",
				(arguments, right) -> fault.apply((ScenarioDatabase) Objects.requireNonNull(right.get()))));
	}

	/**
	 * One page of those that were written is not restored.
	 */
	static final class MissedPage extends FaultySqlite {

		private static final int PAGE = 4096;

		MissedPage() {
			super((session) -> withDatabases(session,
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
			super(PublishedEarly::withStore);
		}

		private static EngineSession withStore(EngineSession session) {
			Map<Fingerprint, Database> building = new ConcurrentHashMap<>();
			TemplateStore store = Faults.in(TemplateStore.class, session.templates(),
					Map.of("claim", (arguments, right) -> {
						Fingerprint fingerprint = (Fingerprint) arguments[0];
						TemplateStore.Claim claim = (TemplateStore.Claim) Objects.requireNonNull(right.get());
						return Faults.in(TemplateStore.Claim.class, claim, Map.of("scratch", (ignored, scratch) -> {
							Scratch made = (Scratch) Objects.requireNonNull(scratch.get());
							building.put(fingerprint, made.database());
							return made;
						}, "close", (ignored, close) -> {
							building.remove(fingerprint);
							return close.get();
						}));
					}, "find", (arguments, right) -> {
						Object found = right.get();
						Database built = building.get(arguments[0]);
						return (found != null || built == null) ? found : new Template((Fingerprint) arguments[0],
								session.copy(built), new TemplateFacts("a fault", 0, 0, null));
					}));
			return Faults.in(EngineSession.class, session, Map.of("templates", (arguments, right) -> store));
		}

	}

	/**
	 * The URL of a slot is a copy of the application's own.
	 */
	static final class CopiedUrl extends FaultySqlite {

		CopiedUrl() {
			super((session) -> Faults.in(EngineSession.class, session,
					Map.of("create",
							(arguments, right) -> Faults.in(ScenarioDatabase.class,
									(ScenarioDatabase) Objects.requireNonNull(right.get()),
									Map.of("database", (ignored, database) -> arguments[0])),
							"withOptions", (arguments, right) -> arguments[1])));
		}

	}

}
