package io.github.pristinedb.engine.kit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.test.Stage;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * A JVM of its own with the database of a fixture: says where it is, and waits to be told
 * to go on, or to be killed.
 */
final class KitJvm {

	private KitJvm() {
	}

	/**
	 * Start it.
	 * @param fixture the fixture
	 * @param directory its template cache and workspace are there
	 * @param task what it does
	 * @return the running JVM
	 */
	static ForkedJvm start(EngineFixture fixture, Path directory, Task task) {
		return JvmCommand.of(KitJvm.class)
			.options(fixture.jvmOptions().toArray(String[]::new))
			.start(fixture.getClass().getName(), directory, task);
	}

	public static void main(String[] arguments) throws Exception {
		EngineFixture fixture = (EngineFixture) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
		TestRun.begin();
		ApplicationContextRunner context = KitContext.withTemplateOfItsOwn(fixture, Path.of(arguments[1]));
		Task task = Task.valueOf(arguments[2]);
		if (task == Task.STOP_WHILE_BUILDING) {
			KitCallback.beforeSecond(ForkedJvm::awaitGo);
		}
		else if (task == Task.START_TOGETHER) {
			ForkedJvm.awaitGo();
		}
		context.run((started) -> Stage.scenario(started, () -> {
			int content = KitContext.content(fixture, started).hashCode();
			System.out.println("content " + content + ", " + KitCallback.migrations() + " migrations");
			if (task == Task.STOP_WHILE_RUNNING) {
				try (Connection connection = KitContext.dataSource(started).getConnection()) {
					write(fixture, connection);
					System.out.println("runs in " + connection.getMetaData().getURL());
					ForkedJvm.awaitGo();
				}
			}
		}));
	}

	private static void write(EngineFixture fixture, Connection connection) throws SQLException {
		for (Deed deed : Deeds.of(fixture, Kind.ROWS)) {
			try {
				deed.act().on(connection, 3);
			}
			catch (SQLException ex) {
				// It violates a constraint.
			}
		}
		connection.setAutoCommit(false);
		Deeds.common(fixture).get(2).act().on(connection, 4711);
	}

	/**
	 * What it does.
	 */
	enum Task {

		/**
		 * Waits before it starts a context.
		 */
		START_TOGETHER,

		/**
		 * Waits between two migrations.
		 */
		STOP_WHILE_BUILDING,

		/**
		 * Waits in a scenario that has written, with an open transaction.
		 */
		STOP_WHILE_RUNNING

	}

}
