package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TemplateStoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Template databases on a server, which machines may share. Whoever builds one holds an
 * advisory lock, and whoever uses one holds another. Its comment says what it is.
 */
final class PostgresTemplateStore implements TemplateStore {

	private static final Log logger = LogFactory.getLog(PostgresTemplateStore.class);

	// lock_not_available
	private static final String TIMEOUT = "55P03";

	private final Administration administration;

	private final Databases databases;

	private final DatabaseNames names;

	private final ServerFailures failures;

	private final TemplatePruning pruning;

	// Who builds what in this JVM.
	private final Map<Fingerprint, Thread> builders = new ConcurrentHashMap<>();

	PostgresTemplateStore(Administration administration, Databases databases, DatabaseNames names,
			TemplateLimits limits) {
		this.administration = administration;
		this.databases = databases;
		this.names = names;
		this.failures = new ServerFailures(administration);
		this.pruning = new TemplatePruning(limits.maxEntries(), limits.maxAge(), TemplatePruning.MOST_BYTES);
	}

	@Override
	public @Nullable Template find(Fingerprint fingerprint) {
		try {
			TemplateComment comment = comment(fingerprint);
			if (comment == null) {
				return null;
			}
			// Others see by it that the template is in use, and do not remove it.
			if (!this.administration.hold(AdvisoryKey.ofUse(fingerprint)) || comment(fingerprint) == null) {
				return null;
			}
			used(comment);
			return template(comment);
		}
		catch (SQLException ex) {
			throw failed(fingerprint, ex);
		}
	}

	private @Nullable TemplateComment comment(Fingerprint fingerprint) throws SQLException {
		TemplateComment comment = this.administration
			.with((connection) -> Optional.ofNullable(TemplateRow.find(connection, fingerprint)))
			.map(TemplateRow::template)
			.orElse(null);
		return (comment != null && comment.fingerprint().equals(fingerprint)) ? comment : null;
	}

	private static Template template(TemplateComment comment) {
		return new Template(comment.fingerprint(),
				new PostgresImage(DatabaseNames.template(comment.fingerprint()), comment.bytes()), comment.facts());
	}

	/**
	 * Note the day of a use.
	 */
	private void used(TemplateComment comment) {
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		if (comment.used().isBefore(today)) {
			this.administration.inBackground(() -> this.administration.run((connection) -> {
				Databases.comment(connection, DatabaseNames.template(comment.fingerprint()),
						comment.usedOn(today).toString());
			}));
		}
	}

	@Override
	public boolean isIntact(Template template) {
		try {
			return comment(template.fingerprint()) != null;
		}
		catch (SQLException ex) {
			throw failed(template.fingerprint(), ex);
		}
	}

	@Override
	public Claim claim(Fingerprint fingerprint, Duration patience) {
		if (Thread.currentThread().equals(this.builders.get(fingerprint))) {
			throw new TemplateStoreException(
					"The migration that builds the template " + fingerprint.brief() + " asks for that template.",
					"Let no migration or callback start an application context with the same migrations.", null);
		}
		try {
			AdminConnection connection = this.administration.borrow();
			try {
				connection
					.execute("SET lock_timeout = " + Math.min(Math.max(patience.toMillis(), 1), Integer.MAX_VALUE));
				connection.execute("SELECT pg_advisory_lock" + AdvisoryKey.ofBuild(fingerprint));
				connection.execute("SET lock_timeout = 0");
				return begin(fingerprint, connection);
			}
			catch (SQLException ex) {
				try (connection) {
					if (TIMEOUT.equals(ex.getSQLState())) {
						throw timeout(connection, fingerprint, patience, ex);
					}
				}
				throw ex;
			}
		}
		catch (SQLException ex) {
			throw failed(fingerprint, ex);
		}
	}

	private PostgresClaim begin(Fingerprint fingerprint, AdminConnection connection) {
		this.builders.put(fingerprint, Thread.currentThread());
		return new PostgresClaim(this, fingerprint, connection);
	}

	private TemplateStoreException timeout(AdminConnection connection, Fingerprint fingerprint, Duration patience,
			SQLException failure) throws SQLException {
		String holder = connection.row((row) -> "a session of " + row.getString(1) + " (backend " + row.getInt(2) + ")",
				"SELECT coalesce(a.client_addr::text, 'the server itself'), l.pid FROM pg_locks l"
						+ " LEFT JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted"
						+ " AND l.classid::bigint = ? AND l.objid::bigint = ?",
				AdvisoryKey.ofBuild(fingerprint).classId(), AdvisoryKey.ofBuild(fingerprint).objectId());
		return new TemplateStoreException(
				"The template " + fingerprint.brief() + " is still being built on " + this.administration.server()
						+ " by " + ((holder != null) ? holder : "somebody") + " after " + patience.toSeconds()
						+ " seconds.",
				"If that process hangs, end it: its lock ends with it. If its migrations take that long, raise"
						+ " pristine.template.build-timeout.",
				failure);
	}

	@Override
	public @Nullable Claim tryClaim(Fingerprint fingerprint) {
		try {
			AdminConnection connection = this.administration.borrow();
			try {
				if (connection.is("SELECT pg_try_advisory_lock" + AdvisoryKey.ofBuild(fingerprint))) {
					return begin(fingerprint, connection);
				}
			}
			catch (SQLException ex) {
				try (connection) {
					throw ex;
				}
			}
			this.administration.giveBack(connection);
		}
		catch (SQLException ex) {
			logger.debug("The template " + fingerprint.brief() + " cannot be claimed", ex);
		}
		return null;
	}

	/**
	 * Every server keeps its databases.
	 */
	@Override
	public void requireKept(Template template) {
	}

	Administration administration() {
		return this.administration;
	}

	Databases databases() {
		return this.databases;
	}

	DatabaseNames names() {
		return this.names;
	}

	ServerFailures failures() {
		return this.failures;
	}

	/**
	 * A claim has ended.
	 * @param fingerprint of its template
	 * @param published whether the template was built just now
	 */
	void ended(Fingerprint fingerprint, boolean published) {
		this.builders.remove(fingerprint);
		if (published) {
			this.administration.inBackground(() -> this.administration.run((connection) -> {
				this.pruning.prune(connection, fingerprint);
			}));
		}
	}

	/**
	 * What to throw when the server does not do what the store asks.
	 * @param fingerprint of the template that is asked for
	 * @param failure why not
	 * @return the exception
	 */
	TemplateStoreException failed(Fingerprint fingerprint, SQLException failure) {
		return new TemplateStoreException("The template " + fingerprint.brief() + " cannot be had from "
				+ this.administration.server() + ": " + ServerFailures.reason(failure) + ".",
				this.failures.cure(failure), failure);
	}

}
