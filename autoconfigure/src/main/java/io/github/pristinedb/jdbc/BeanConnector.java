package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.slot.SlotConnections;
import io.github.pristinedb.slot.SlotConnector;

/**
 * Connects to the database of a slot as a data source of the application would: by a copy
 * of it.
 */
final class BeanConnector implements SlotConnector {

	private final DataSource original;

	private final ManagedDatabase model;

	private final EngineSession session;

	/**
	 * Connect by copies of a data source.
	 * @param original the data source
	 * @param model the database that its URL names, with the options of the URL
	 * @param session the session that serves it
	 */
	BeanConnector(DataSource original, ManagedDatabase model, EngineSession session) {
		this.original = original;
		this.model = model;
		this.session = session;
	}

	@Override
	public SlotConnections connect(Database database) {
		Database own = this.session.withOptions(database, this.model.database());
		DataSource copy = DataSourceCopier.of(this.original, this.model.engine())
			.copyFor(own, "pristine-" + own.name());
		return new PooledConnections(copy, (connection) -> this.session.opened(connection, own),
				(connection) -> ensureLeadsTo(own, connection));
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
