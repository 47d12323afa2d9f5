package io.github.pristinedb.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

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

	private final Map<Server, EngineSession> sessions = new ConcurrentHashMap<>();

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
		DatabaseEngine engine = managed.engine();
		Server server = new Server(engine.name(), engine.server(managed.database()));
		EngineSession session = this.sessions.get(server);
		return (session != null) ? session : this.sessions.computeIfAbsent(server, (key) -> open(managed));
	}

	private EngineSession open(ManagedDatabase managed) {
		EngineSession session = managed.engine().open(managed.database(), this.places);
		session.sweep();
		return session;
	}

	@Override
	public void close() {
		this.sessions.values().removeIf((session) -> {
			try {
				session.close();
			}
			catch (RuntimeException ex) {
				logger.debug("A session cannot be closed", ex);
			}
			return true;
		});
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
