package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TransactionRules;
import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.template.file.FileTemplateStore;
import org.h2.Driver;
import org.jspecify.annotations.Nullable;

/**
 * H2 at work on the databases in the memory of this JVM.
 */
final class H2Session implements EngineSession {

	private final H2Names names;

	private final TemplateStore templates;

	private final LiteralDatabases literals;

	private final PageRestoration restoration = new PageRestoration(RootPagesProbe::run);

	H2Session(Places places) {
		this.names = new H2Names(places.run());
		this.templates = new FileTemplateStore(new H2Format(this.names), places);
		this.literals = new LiteralDatabases(this.names);
	}

	@Override
	public SortedMap<String, String> fingerprint(Database model, DataSource application) {
		H2Database database = (H2Database) model;
		SortedMap<String, String> values = new TreeMap<>();
		database.content().forEach((name, value) -> values.put("option/" + name, value));
		values.putAll(InitScripts.of(database));
		// Whoever creates a database is in it.
		values.put("option/user", database.user());
		values.put("version/h2", version());
		return values;
	}

	private static String version() {
		String version = Driver.class.getPackage().getImplementationVersion();
		return (version != null) ? version : Driver.load().getMajorVersion() + "." + Driver.load().getMinorVersion();
	}

	@Override
	public DatabaseState state(Database database) {
		return this.literals.state((H2Database) database);
	}

	@Override
	public @Nullable Object occupant(Database database) {
		return this.literals.occupant((H2Database) database);
	}

	@Override
	public boolean createLiteral(Database target, Image image) {
		return this.literals.create((H2Database) target, ((H2Image) image).script());
	}

	@Override
	public Image copy(Database source) {
		H2Database database = (H2Database) source;
		try (Connection connection = database.visit()) {
			if (connection == null) {
				throw new UnusableDatabaseException("The database " + source + " does not exist.",
						"Keep a connection to the database open, or add DB_CLOSE_DELAY=-1 to its URL.", null);
			}
			return new BaselineScript(H2Script.of(connection, database, this.names), database);
		}
		catch (SQLException ex) {
			throw new DatabaseCopyException("The database " + source + " could not be read: " + ex.getMessage() + ".",
					"Check the user and the password. Only an administrator can read the whole database.", ex);
		}
	}

	@Override
	public void discard(Image image) {
		// It goes with whoever refers to it.
	}

	@Override
	public TemplateStore templates() {
		return this.templates;
	}

	@Override
	public ScenarioDatabase create(Database model, String purpose, @Nullable Image baseline) {
		return H2ScenarioDatabase.create(this.names.next((H2Database) model, purpose), this.names, this.restoration,
				(H2Image) baseline);
	}

	@Override
	public Database withOptions(Database scenario, Database model) {
		return ((H2Database) model).withName(((H2Database) scenario).options().nameInMemory());
	}

	@Override
	public TransactionRules transactionRules(Connection connection) throws SQLException {
		return new H2TransactionRules(connection);
	}

	@Override
	public void close() {
		this.literals.close();
	}

}
