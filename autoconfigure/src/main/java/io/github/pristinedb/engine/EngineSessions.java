package io.github.pristinedb.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The engines' sessions of one run: one for each server. Sessions stay open until the run
 * ends, after its last application context. Otherwise a context that closes early would
 * take a memory database's templates along. Safe for use by several threads.
 */
public final class EngineSessions implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EngineSessions.class);

	// A run is the JVM's, whatever contexts it has.
	private static final ConcurrentMap<Places, EngineSessions> runs = new ConcurrentHashMap<>();

	private final Places places;

	private final Map<Server, Opened> sessions = new ConcurrentHashMap<>();

	/**
	 * No sessions as yet.
	 * @param places where the sessions may put things
	 */
	public EngineSessions(Places places) {
		this.places = places;
	}

	/**
	 * The sessions of this JVM's run, which are closed at its end.
	 * @param places where the sessions may put things
	 * @return the same sessions for equal places
	 */
	public static EngineSessions of(Places places) {
		return runs.computeIfAbsent(places, (key) -> {
			EngineSessions sessions = new EngineSessions(places);
			places.atEnd(sessions::close);
			return sessions;
		});
	}

	/**
	 * The session that serves a database.
	 * @param managed the database
	 * @return the session, opened if it was not yet; it is not for the caller to close
	 */
	public EngineSession of(ManagedDatabase managed) {
		Opened opened = opened(managed);
		EngineSession withoutCopies = managed.rolledBack() ? opened.withoutCopies() : null;
		return (withoutCopies != null) ? withoutCopies : opened.session();
	}

	/**
	 * Why a database that the {@link Guard} has admitted cannot be managed after all: its
	 * server, or what the user may do there. The server is asked once in a run, so that
	 * all contexts get the same answer.
	 * @param managed the database
	 * @return the refusal, {@code null} if there is none
	 */
	public @Nullable Refusal refusal(ManagedDatabase managed) {
		Opened opened = opened(managed);
		String reason = (managed.rolledBack() && opened.withoutCopies() != null) ? null : opened.refusal();
		return (reason != null) ? Refusal.ofPlace(managed.engine(), managed.database(), reason) : null;
	}

	private Opened opened(ManagedDatabase managed) {
		DatabaseEngine engine = managed.engine();
		Server server = new Server(engine.name(), engine.server(managed.database()));
		Opened opened = this.sessions.get(server);
		return (opened != null) ? opened : this.sessions.computeIfAbsent(server, (key) -> open(managed));
	}

	private Opened open(ManagedDatabase managed) {
		EngineSession session = managed.engine().open(managed.database(), this.places);
		String refusal = session.refusal(managed.database());
		if (refusal == null) {
			session.sweep();
			return new Opened(session, null, null);
		}
		return new Opened(session, refusal, session.withoutCopies());
	}

	@Override
	public void close() {
		this.sessions.values().removeIf((opened) -> {
			if (opened.withoutCopies() != null) {
				close(opened.withoutCopies());
			}
			close(opened.session());
			return true;
		});
	}

	private static void close(EngineSession session) {
		try {
			session.close();
		}
		catch (RuntimeException ex) {
			logger.debug("A session cannot be closed", ex);
		}
	}

	/**
	 * A session that was opened.
	 *
	 * @param session the session
	 * @param refusal why no database of its server can be managed
	 * @param withoutCopies serves those whose scenarios are rolled back all the same
	 */
	private record Opened(EngineSession session, @Nullable String refusal, @Nullable EngineSession withoutCopies) {

	}

	/**
	 * What one session serves.
	 *
	 * @param engine the engine's name
	 * @param server the server
	 */
	private record Server(String engine, Object server) {

	}

}
