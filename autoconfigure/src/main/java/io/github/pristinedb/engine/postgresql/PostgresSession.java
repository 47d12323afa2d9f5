package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.util.SortedMap;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TransactionRules;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL at work on the databases of one server.
 */
final class PostgresSession implements EngineSession {

	private final PostgresDatabase model;

	private final Places places;

	PostgresSession(PostgresDatabase model, Places places) {
		this.model = model;
		this.places = places;
	}

	private UnsupportedOperationException toCome() {
		return new UnsupportedOperationException("The session of " + this.model + " in " + this.places.run());
	}

	@Override
	public SortedMap<String, String> fingerprint(Database model, DataSource application) {
		throw toCome();
	}

	@Override
	public DatabaseState state(Database database) {
		throw toCome();
	}

	@Override
	public boolean createLiteral(Database target, Image image) {
		throw toCome();
	}

	@Override
	public Image copy(Database source) {
		throw toCome();
	}

	@Override
	public void discard(Image image) {
		throw toCome();
	}

	@Override
	public TemplateStore templates() {
		throw toCome();
	}

	@Override
	public ScenarioDatabase create(Database model, String purpose, @Nullable Image baseline) {
		throw toCome();
	}

	@Override
	public Database withOptions(Database scenario, Database model) {
		return ((PostgresDatabase) model).withName(scenario.name());
	}

	@Override
	public TransactionRules transactionRules(Connection connection) {
		throw toCome();
	}

	@Override
	public boolean restoresAhead() {
		return true;
	}

	@Override
	public boolean isBoundToBaseline() {
		return true;
	}

	@Override
	public void close() {
	}

}
