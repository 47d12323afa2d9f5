package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TemplateStoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The right to build one template on a server: an advisory lock of a connection, which
 * ends with it. Whatever the process does, dying included, nobody sees the template
 * before it is complete: its comment is written last.
 */
final class PostgresClaim implements TemplateStore.Claim {

	private static final Log logger = LogFactory.getLog(PostgresClaim.class);

	private final PostgresTemplateStore store;

	private final Fingerprint fingerprint;

	private final AdminConnection connection;

	private @Nullable DatabaseTraits traits;

	private boolean published;

	private boolean closed;

	PostgresClaim(PostgresTemplateStore store, Fingerprint fingerprint, AdminConnection connection) {
		this.store = store;
		this.fingerprint = fingerprint;
		this.connection = connection;
	}

	@Override
	public TemplateStore store() {
		return this.store;
	}

	@Override
	public @Nullable Template find() {
		Template template = this.store.find(this.fingerprint);
		if (template != null) {
			return template;
		}
		try {
			TemplateRow row = TemplateRow.find(this.connection, this.fingerprint);
			// One that is valid is being pruned at this moment.
			if (row != null) {
				moveAway(row);
			}
			return null;
		}
		catch (SQLException ex) {
			throw this.store.failed(this.fingerprint, ex);
		}
	}

	private void moveAway(TemplateRow row) throws SQLException {
		if (!row.isOurs()) {
			throw new TemplateStoreException(
					"The database " + row.name() + " on " + this.store.administration().server()
							+ " has the name of a template, but none of Pristine's comments.",
					"Rename that database, or drop it if nobody needs it.", null);
		}
		logger.info("The template " + this.fingerprint.brief() + " on " + this.store.administration().server()
				+ " was changed, opened or left unfinished. It is built again.");
		TemplatePruning.drop(this.connection, row.name());
	}

	@Override
	public Scratch scratch(Database model, @Nullable Image base) {
		PostgresDatabase application = (PostgresDatabase) model;
		String name = this.store.names().scratch();
		try {
			if (base != null) {
				this.store.databases().copy(name, ((PostgresImage) base).name(), Mark.Kind.SCRATCH);
			}
			else {
				this.store.databases()
					.create(name, DatabaseShape.of(this.connection, application.name()).clauses(), application.name(),
							Mark.Kind.SCRATCH);
			}
			this.traits = DatabaseTraits.of(this.connection, application.name(), name);
			return new PostgresScratch(application.withName(name, PostgresScenarioDatabase.SETTINGS),
					this.store.databases(), new AtomicBoolean());
		}
		catch (SQLException ex) {
			throw this.store.failures().failed("The creation of a database for the template of " + model, ex);
		}
	}

	@Override
	public Template publish(Scratch scratch, TemplateFacts facts) {
		PostgresScratch built = (PostgresScratch) scratch;
		String scratchName = built.database().name();
		String name = DatabaseNames.template(this.fingerprint);
		try {
			adoptTraits(scratchName);
			PostgresImage image = new Freezing(this.store.administration(), this.store.databases()).freeze(scratchName);
			this.connection.execute("ALTER DATABASE " + AdminConnection.quoted(scratchName) + " RENAME TO "
					+ AdminConnection.quoted(name));
			this.store.databases().renamed(scratchName, name);
			this.connection.execute(
					"ALTER DATABASE " + AdminConnection.quoted(name) + " ALLOW_CONNECTIONS false IS_TEMPLATE true");
			TemplateRow row = Objects.requireNonNull(TemplateRow.find(this.connection, this.fingerprint), name);
			Databases.comment(this.connection, name, new TemplateComment(this.fingerprint, Instant.now(),
					LocalDate.now(ZoneOffset.UTC), image.bytes(), row.row(), facts)
				.toString());
			this.store.databases().release(name);
			built.published().set(true);
			this.published = true;
			this.store.administration().hold(AdvisoryKey.ofUse(this.fingerprint));
			return new Template(this.fingerprint, new PostgresImage(name, image.bytes()), facts);
		}
		catch (SQLException ex) {
			throw this.store.failures().failed("The publication of the template " + this.fingerprint.brief(), ex);
		}
	}

	/**
	 * A migration may have named the application's own database, and have altered it.
	 */
	private void adoptTraits(String scratch) throws SQLException {
		DatabaseTraits before = this.traits;
		if (before != null) {
			DatabaseTraits now = DatabaseTraits.of(this.connection, before.source(), scratch);
			if (!now.equals(before)) {
				now.apply(this.connection);
			}
		}
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		// Others may have the connection from now on.
		this.closed = true;
		try {
			release();
		}
		catch (SQLException ex) {
			logger.debug("The claim of " + this.fingerprint.brief() + " was lost before", ex);
		}
		this.store.ended(this.fingerprint, this.published);
	}

	private void release() throws SQLException {
		boolean released = false;
		try {
			released = this.connection.is("SELECT pg_advisory_unlock" + AdvisoryKey.ofBuild(this.fingerprint));
		}
		finally {
			this.store.administration().giveBack(this.connection, released);
		}
	}

}
