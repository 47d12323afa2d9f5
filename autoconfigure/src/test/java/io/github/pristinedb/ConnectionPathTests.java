package io.github.pristinedb;

import java.lang.StackWalker.StackFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.test.Stage;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts the classes of Pristine that one connection passes from {@code getConnection()}
 * to {@code close()}, and the borders between packages that calls cross. The numbers may
 * fall. A change that raises them makes each connection harder to follow.
 */
class ConnectionPathTests {

	private static final String PASSED = "passed ";

	@Test
	void connectionPassesFewClassesAndBorders(@TempDir Path directory) throws Exception {
		Files.createDirectories(directory.resolve("target"));
		try (ForkedJvm jvm = JvmCommand.of(Connecting.class)
			.withAgent()
			.options("-XX:+EnableDynamicAgentLoading")
			.in(directory)
			.start()) {
			List<String> lines = jvm.finish().lines().filter((line) -> line.startsWith(PASSED)).toList();
			assertPath(lines, "off DATABASE connection", 18, 5);
			assertPath(lines, "off TRANSACTION connection", 17, 7);
			assertPath(lines, "off DATABASE query", 23, 8);
			assertPath(lines, "off TRANSACTION query", 30, 12);
			assertPath(lines, "failures DATABASE connection", 19, 6);
			assertPath(lines, "failures TRANSACTION connection", 18, 8);
			assertPath(lines, "failures DATABASE query", 27, 11);
			assertPath(lines, "failures TRANSACTION query", 34, 15);
		}
	}

	private static void assertPath(List<String> lines, String path, int classes, int borders) {
		assertThat(lines.stream().filter((line) -> line.startsWith(PASSED + path + " class "))).as("classes: " + path)
			.contains(PASSED + path + " class io.github.pristinedb.slot.DatabaseLease")
			.hasSizeLessThanOrEqualTo(classes);
		assertThat(lines.stream().filter((line) -> line.startsWith(PASSED + path + " border "))).as("borders: " + path)
			.contains(PASSED + path + " border application > jdbc")
			.hasSizeLessThanOrEqualTo(borders);
	}

	/**
	 * Uses connections, and says what they pass.
	 */
	static final class Connecting {

		public static void main(String[] args) {
			new AgentBuilder.Default().disableClassFormatChanges()
				.with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
				.type(ElementMatchers.nameStartsWith("io.github.pristinedb.")
					.and(ElementMatchers.not(ElementMatchers.nameStartsWith(ConnectionPathTests.class.getName())))
					// Their constructors need the names of their parameters, which get
					// lost.
					.and(ElementMatchers.not(ElementMatchers.nameStartsWith("io.github.pristinedb.autoconfigure.")))
					.and(ElementMatchers.not(ElementMatchers.isInterface())))
				.transform((builder, type, loader, module, domain) -> builder
					.visit(Advice.to(Call.class).on(ElementMatchers.isMethod().or(ElementMatchers.isConstructor()))))
				.installOn(ByteBuddyAgent.install());
			TestRun.begin();
			for (String tape : List.of("off", "failures")) {
				for (Isolation isolation : List.of(Isolation.DATABASE, Isolation.TRANSACTION)) {
					follow(tape, isolation, "connection", (dataSource) -> dataSource.getConnection().close());
					follow(tape, isolation, "query", Connecting::query);
				}
			}
		}

		private static void follow(String tape, Isolation isolation, String name, Use use) {
			Stage.context().withPropertyValues("pristine.tape=" + tape).run((context) -> {
				DataSource dataSource = context.getBean(DataSource.class);
				Scope scenario = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, name).isolated(isolation));
				Stage.scope(context, scenario, () -> {
					// The first connection is the handover.
					use.of(dataSource);
					Calls.recording = true;
					use.of(dataSource);
					Calls.recording = false;
				});
			});
			Calls.print(PASSED + tape + " " + isolation + " " + name);
		}

		private static void query(DataSource dataSource) throws SQLException {
			try (Connection connection = dataSource.getConnection();
					PreparedStatement statement = connection.prepareStatement("SELECT text FROM note");
					ResultSet result = statement.executeQuery()) {
				result.next();
			}
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
	 * The calls of the main thread.
	 */
	public static final class Calls {

		private static final String ROOT = "io.github.pristinedb.";

		private static final Thread main = Thread.currentThread();

		private static final StackWalker stackWalker = StackWalker.getInstance();

		private static final Set<String> classes = new TreeSet<>();

		private static final Set<String> borders = new TreeSet<>();

		private static boolean recording;

		private Calls() {
		}

		/**
		 * A method is called.
		 */
		public static void add() {
			if (Thread.currentThread() == main && recording) {
				recording = false;
				stackWalker.walk((frames) -> add(frames.skip(1)));
				recording = true;
			}
		}

		private static boolean add(Stream<StackFrame> stack) {
			Iterator<StackFrame> frames = stack.filter((frame) -> frame.getClassName().startsWith(ROOT)).iterator();
			String called = frames.next().getClassName();
			String calling = frames.next().getClassName();
			return classes.add(called)
					| (!room(calling).equals(room(called)) && borders.add(room(calling) + " > " + room(called)));
		}

		private static String room(String className) {
			String name = className.substring(0, className.lastIndexOf('.') + 1);
			return name.equals(ROOT) ? "application" : name.substring(ROOT.length(), name.length() - 1);
		}

		private static void print(String path) {
			classes.forEach((name) -> System.out.println(path + " class " + name));
			borders.forEach((name) -> System.out.println(path + " border " + name));
			classes.clear();
			borders.clear();
		}

	}

	/**
	 * Stands at the beginning of each method.
	 */
	static final class Call {

		private Call() {
		}

		@Advice.OnMethodEnter
		static void enter() {
			Calls.add();
		}

	}

}
