package io.github.pristinedb;

import java.lang.StackWalker.StackFrame;
import java.lang.instrument.Instrumentation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.test.Stage;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts the classes of Pristine that one connection passes from {@code getConnection()}
 * to {@code close()}, and the borders between packages that calls cross. The numbers may
 * fall. A change that raises them makes each connection harder to follow.
 */
class ConnectionPathTests {

	private static Instrumentation instrumentation;

	private static ResettableClassFileTransformer transformer;

	@BeforeAll
	static void recordEachMethod() {
		instrumentation = ByteBuddyAgent.install();
		transformer = new AgentBuilder.Default().disableClassFormatChanges()
			.with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
			.type(ElementMatchers.nameStartsWith("io.github.pristinedb.")
				.and(ElementMatchers.not(ElementMatchers.nameContains("Tests")))
				// Their constructors need the names of their parameters, which get lost.
				.and(ElementMatchers.not(ElementMatchers.nameStartsWith("io.github.pristinedb.autoconfigure.")))
				.and(ElementMatchers.not(ElementMatchers.isInterface())))
			.transform((builder, type, loader, module, domain) -> builder
				.visit(Advice.to(Recording.class).on(ElementMatchers.isMethod().or(ElementMatchers.isConstructor()))))
			.installOn(instrumentation);
	}

	@AfterAll
	static void leaveTheClassesAsTheyWere() {
		transformer.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
	}

	@ParameterizedTest
	@CsvSource({ "DATABASE, 18, 5", "TRANSACTION, 16, 6" })
	void connectionPassesFewClasses(Isolation isolation, int classes, int borders) {
		assertPath(isolation, ConnectionPathTests::connect, classes, borders);
	}

	@ParameterizedTest
	@CsvSource({ "DATABASE, 23, 8", "TRANSACTION, 27, 10" })
	void connectionWithAQueryPassesFewClasses(Isolation isolation, int classes, int borders) {
		assertPath(isolation, ConnectionPathTests::query, classes, borders);
	}

	private static void assertPath(Isolation isolation, Use use, int classes, int borders) {
		Path path = new Path();
		Stage.context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scope(context, new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "a scenario").isolated(isolation)),
					() -> {
						// The handover is over.
						use.of(dataSource);
						Path.recorded.set(path);
						try {
							use.of(dataSource);
						}
						finally {
							Path.recorded.remove();
						}
					});
		});
		assertThat(path.classes).hasSizeLessThanOrEqualTo(classes);
		assertThat(path.borders).contains("application > jdbc", "slot > scope").hasSizeLessThanOrEqualTo(borders);
	}

	private static void connect(DataSource dataSource) throws SQLException {
		dataSource.getConnection().close();
	}

	private static void query(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement("SELECT text FROM note");
				ResultSet result = statement.executeQuery()) {
			assertThat(result.next()).isTrue();
		}
	}

	/**
	 * Uses a connection.
	 */
	@FunctionalInterface
	private interface Use {

		void of(DataSource dataSource) throws SQLException;

	}

	/**
	 * What was called on the way.
	 */
	public static final class Path {

		private static final ThreadLocal<@Nullable Path> recorded = new ThreadLocal<>();

		private static final StackWalker stackWalker = StackWalker.getInstance();

		private final Set<String> classes = new TreeSet<>();

		private final Set<String> borders = new TreeSet<>();

		/**
		 * A method is called.
		 */
		public static void called() {
			Path path = recorded.get();
			if (path != null) {
				stackWalker.walk((frames) -> {
					path.add(frames.skip(1).filter(Path::isPristine).limit(2));
					return path;
				});
			}
		}

		private static boolean isPristine(StackFrame frame) {
			return frame.getClassName().startsWith("io.github.pristinedb.");
		}

		private void add(Stream<StackFrame> callee) {
			Iterator<StackFrame> frames = callee.iterator();
			String called = frames.next().getClassName();
			String calling = packageOf(frames.next().getClassName());
			this.classes.add(called);
			if (!calling.equals(packageOf(called))) {
				this.borders.add(calling + " > " + packageOf(called));
			}
		}

		private static String packageOf(String className) {
			String name = className.substring(0, className.lastIndexOf('.'));
			return name.equals("io.github.pristinedb") ? "application"
					: name.substring("io.github.pristinedb.".length());
		}

	}

	/**
	 * Put at the beginning of each method.
	 */
	static final class Recording {

		private Recording() {
		}

		@Advice.OnMethodEnter
		static void enter() {
			Path.called();
		}

	}

}
