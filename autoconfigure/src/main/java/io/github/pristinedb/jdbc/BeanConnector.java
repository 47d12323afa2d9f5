package io.github.pristinedb.jdbc;

import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.slot.SlotConnections;
import io.github.pristinedb.slot.SlotConnector;

/**
 * Connects to the database of a slot as a data source of the application would: by a copy
 * of it.
 */
final class BeanConnector implements SlotConnector {

	private final DataSourceInspector original;

	private final ManagedDatabase model;

	/**
	 * Connect by copies of a data source.
	 * @param original the data source
	 * @param model the database that its URL names, with the options of the URL
	 */
	BeanConnector(DataSource original, ManagedDatabase model) {
		this.original = DataSourceInspector.of(original);
		this.model = model;
	}

	@Override
	public SlotConnections connect(Database database) {
		Database own = this.model.engine().withOptions(database, this.model.database());
		return new PooledConnections(this.original.copyFor(own.url(), "pristine-" + own.name()),
				(connection) -> this.model.engine().opened(connection, own));
	}

	@Override
	public Map<String, String> settings() {
		Map<String, String> settings = new TreeMap<>(this.original.connectionSettings());
		settings.putAll(this.model.engine().options(this.model.database(), this.original.target()));
		settings.putAll(this.original.poolSettings());
		return settings;
	}

}
