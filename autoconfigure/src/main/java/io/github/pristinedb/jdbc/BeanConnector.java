package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.slot.SlotConnections;
import io.github.pristinedb.slot.SlotConnector;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the database of a slot as a data source of the application would: by a copy
 * of it.
 */
final class BeanConnector implements SlotConnector {

	private final DataSource original;

	private final ManagedDatabase model;

	private final EngineSession session;

	private final @Nullable Credentials user;

	private final Map<Credentials, BeanConnector> others = new ConcurrentHashMap<>();

	/**
	 * Connect by copies of a data source.
	 * @param original the data source
	 * @param model the database that its URL names, with the options of the URL
	 * @param session the session that serves it
	 */
	BeanConnector(DataSource original, ManagedDatabase model, EngineSession session) {
		this(original, model, session, null);
	}

	private BeanConnector(DataSource original, ManagedDatabase model, EngineSession session,
			@Nullable Credentials user) {
		this.original = original;
		this.model = model;
		this.session = session;
		this.user = user;
	}

	@Override
	public SlotConnections connect(Database database) {
		Database own = this.session.withOptions(database, this.model.database());
		DataSourceCopier copier = DataSourceCopier.of(this.original, this.model.engine());
		DataSource copy = (this.user != null)
				? copier.as(this.user).copyFor(own, "pristine-" + own.name() + "-" + this.user)
				: copier.copyFor(own, "pristine-" + own.name());
		return new PooledConnections(copy, (connection) -> this.session.opened(connection, own),
				(connection) -> ensureLeadsTo(own, connection), ConnectionBudget.of(this.session),
				this.model.engine().dialect());
	}

	@Override
	public boolean connectsAhead() {
		PoolControl pool = PoolControl.of(this.original);
		return pool.isOfLibrary() && ConnectionBudget.of(this.session).hasRoomFor(pool);
	}

	@Override
	public SlotConnector as(@Nullable String user, @Nullable String password) {
		Access own = this.model.database().access();
		if (user == null || !this.model.engine().hasUsers()
				|| (user.equals(own.user()) && Objects.equals(password, own.password()))) {
			return this;
		}
		return this.others.computeIfAbsent(new Credentials(user, password),
				(credentials) -> new BeanConnector(this.original, this.model, this.session, credentials));
	}

	@Override
	public Map<String, String> settings() {
		DataSourceInspector inspector = DataSourceInspector.of(this.original);
		Map<String, String> settings = new TreeMap<>(inspector.connectionSettings());
		settings.putAll(this.session.fingerprint(this.model.database(), inspector.target()));
		settings.putAll(inspector.poolSettings());
		return settings;
	}

	/**
	 * The URL of a data source need not be what its connections lead to: a subclass of
	 * the application's may connect in its own way.
	 */
	private void ensureLeadsTo(Database own, Connection connection) throws SQLException {
		String url = connection.getMetaData().getURL();
		Database reached = (url != null) ? this.model.engine().locate(this.model.database().access().withUrl(url))
				: null;
		if (reached != null && !reached.equals(own)) {
			throw UnsupportedDataSourceException.leadsElsewhere(DataSourceInspector.of(this.original).pool(), own,
					reached);
		}
	}

}
