package io.github.pristinedb.test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineCacheAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.StartUp;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Scenarios without a test framework: contexts that believe to be of one, and scopes on
 * the threads that a test likes.
 */
public final class Stage {

	/**
	 * The URL that a context is configured with.
	 */
	public static final String URL = "jdbc:sqlite:target/scenario-notes.db";

	/**
	 * The file that this URL names, which is not there while scenarios have databases of
	 * their own.
	 */
	public static final Path DATABASE = Path.of("target/scenario-notes.db");

	private static final String NOTES = "SELECT text FROM note ORDER BY id";

	private Stage() {
	}

	/**
	 * A context with a managed database that has a table of notes with one row.
	 * @return what runs the context
	 */
	public static ApplicationContextRunner context() {
		return contextWithoutUrl().withPropertyValues("spring.datasource.url=" + URL);
	}

	/**
	 * A context whose database is for its configuration to name.
	 * @return what runs the context
	 */
	public static ApplicationContextRunner contextWithoutUrl() {
		return new ApplicationContextRunner().withInitializer((context) -> {
			leaveTheTestThatAsks();
			context.getBeanFactory().registerSingleton(TestContextMarker.BEAN_NAME, marker());
		})
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
					FlywayAutoConfiguration.class, PristineAutoConfiguration.class,
					PristineFlywayAutoConfiguration.class, PristineCacheAutoConfiguration.class))
			.withPropertyValues("spring.flyway.locations=classpath:isolation/migration",
					"pristine.template.cache-dir=target/test-templates");
	}

	/**
	 * What marks a context of the TestContext framework.
	 * @return a new marker
	 */
	public static TestContextMarker marker() {
		return new TestContextMarker();
	}

	/**
	 * It is a scenario itself, and would have a database of its own.
	 */
	private static void leaveTheTestThatAsks() {
		Scope scope = ScopeBinding.current();
		while (scope != null && !scope.isJoined()) {
			ScopeBinding.unbind(scope);
			scope = ScopeBinding.current();
		}
	}

	/**
	 * Run a scenario on this thread.
	 * @param context the context that it runs in
	 * @param name its name
	 * @param action what it does
	 * @throws Exception if it fails
	 */
	public static void scenario(ApplicationContext context, String name, Action action) throws Exception {
		scope(context, new Scope(Scope.Kind.SCENARIO, name), action);
	}

	/**
	 * Run a scenario on this thread.
	 * @param context the context that it runs in
	 * @param action what it does
	 * @throws Exception if it fails
	 */
	public static void scenario(ApplicationContext context, Action action) throws Exception {
		scenario(context, "a scenario", action);
	}

	/**
	 * Run a scope on this thread.
	 * @param context the context that it runs in
	 * @param scope the scope
	 * @param action what it does
	 * @throws Exception if it fails
	 */
	public static void scope(ApplicationContext context, Scope scope, Action action) throws Exception {
		ApplicationContext real = real(context);
		endStartUp((ConfigurableApplicationContext) real);
		ScopeBinding.start(scope);
		boolean failed = true;
		try {
			scope.join(real);
			action.run();
			failed = false;
		}
		finally {
			ScopeBinding.end(scope, failed);
		}
	}

	/**
	 * Let the scope of this thread run in a context.
	 * @param context the context
	 */
	public static void join(ApplicationContext context) {
		ApplicationContext real = real(context);
		try {
			endStartUp((ConfigurableApplicationContext) real);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		Objects.requireNonNull(ScopeBinding.current()).join(real);
	}

	/**
	 * On a thread of its own, so that it is not for the scope of the test that asks.
	 */
	private static void endStartUp(ConfigurableApplicationContext context) throws InterruptedException {
		Thread thread = new Thread(() -> StartUp.of(context).end());
		thread.start();
		thread.join();
	}

	private static ApplicationContext real(ApplicationContext context) {
		return (context instanceof ApplicationContextAssertProvider<?> provider)
				? provider.getSourceApplicationContext() : context;
	}

	/**
	 * Write a note.
	 * @param context the context whose data source is used
	 * @param text the note
	 */
	public static void write(ApplicationContext context, String text) {
		context.getBean(JdbcClient.class).sql("INSERT INTO note (text) VALUES (?)").param(text).update();
	}

	/**
	 * Read all notes.
	 * @param context the context whose data source is used
	 * @return the notes
	 */
	public static List<String> notes(ApplicationContext context) {
		return new ArrayList<>(context.getBean(JdbcClient.class).sql(NOTES).query(String.class).list());
	}

	/**
	 * What a scenario does.
	 */
	@FunctionalInterface
	public interface Action {

		/**
		 * Do it.
		 * @throws Exception if it fails
		 */
		void run() throws Exception;

	}

}
