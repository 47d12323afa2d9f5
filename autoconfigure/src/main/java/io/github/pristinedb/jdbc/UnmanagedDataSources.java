package io.github.pristinedb.jdbc;

import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.Refusal;
import io.github.pristinedb.engine.UnmanagedDatabaseException;
import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.scope.ContextNumbers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The data sources of an application context of tests whose databases are not managed.
 * Says why, and what to do, once for each database. The data sources themselves stay as
 * they are.
 */
final class UnmanagedDataSources {

	private static final Log logger = LogFactory.getLog(UnmanagedDataSources.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private final ConfigurableApplicationContext context;

	/**
	 * None as yet.
	 * @param context the context
	 */
	UnmanagedDataSources(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * The context has such a data source.
	 * @param dataSource the data source
	 * @param beanName the name of its bean
	 * @param server why the server is refused of a database that the guard admits,
	 * {@code null} if that is not the reason
	 * @param guard says which databases are managed
	 * @param rules which databases tests may share
	 * @throws UnmanagedDatabaseException if they may not share this one
	 */
	void found(DataSource dataSource, String beanName, @Nullable Refusal server, Guard guard, SharingRules rules) {
		Access access = DataSourceInspector.of(dataSource).access();
		if (access == null && leadsToAnotherBean(beanName, DataSource.class)) {
			return;
		}
		found((server != null) ? Diagnosing.of(server)
				: new Diagnosing(this.context, guard).of(dataSource, beanName, access), beanName, rules);
	}

	/**
	 * The context connects to such a database.
	 * @param diagnosis why it is not managed
	 * @param beanName the name of the bean that connects to it
	 * @param rules which databases tests may share
	 * @throws UnmanagedDatabaseException if they may not share this one
	 */
	void found(Diagnosis diagnosis, String beanName, SharingRules rules) {
		if (rules.allow(diagnosis.database(), beanName)) {
			tell(diagnosis, "pristine.shared names it", "", true);
			return;
		}
		String cure = diagnosis.cure() + " If tests are to share it, set pristine.shared=" + diagnosis.database() + ".";
		tell(diagnosis, diagnosis.reason(), cure, false);
		if (rules.required()) {
			throw new UnmanagedDatabaseException("Tests would share the database " + diagnosis.place() + ", although"
					+ " pristine.required is true: " + diagnosis.reason() + ".", cure);
		}
		said.warn(diagnosis.place() + diagnosis.reason(),
				() -> "Tests share the database " + diagnosis.place() + ": " + diagnosis.reason() + ". " + cure);
	}

	private void tell(Diagnosis diagnosis, String reason, String cure, boolean intended) {
		PristineEvents.publish(
				new DatabaseUnmanaged(ContextNumbers.of(this.context), diagnosis.database(), reason, cure, intended));
	}

	/**
	 * Whether a bean is a wrapper that was made of another bean of its kind, which has
	 * been seen by itself.
	 * @param beanName the name of the bean
	 * @param kind what both are
	 * @return whether it is one
	 */
	boolean leadsToAnotherBean(String beanName, Class<?> kind) {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		return Stream.of(beanFactory.getDependenciesForBean(beanName))
			.anyMatch((name) -> beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, kind));
	}

}
