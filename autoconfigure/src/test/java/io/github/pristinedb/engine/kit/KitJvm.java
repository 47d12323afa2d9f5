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
 * A JVM of its own with the database of a fixture. It waits for a sign, then gets the
 * template, writes in a scenario and stops within it while it builds another template.
 */
final class KitJvm {

	private KitJvm() {
	}

	/**
	 * Start it.
	 * @param fixture the fixture
	 * @param directory its template cache and workspace are there
	 * @return the running JVM
	 */
	static ForkedJvm start(EngineFixture fixture, Path directory) {
		JvmCommand command = JvmCommand.of(KitJvm.class).options(fixture.jvmOptions().toArray(String[]::new));
		// A library finds the embedded server for the machine.
		return ((fixture instanceof PostgresFixture) ? command.withServer() : command)
			.start(fixture.getClass().getName(), directory);
	}

	/**
	 * Where it builds the template at whose second migration it stops.
	 * @param directory the directory that it was started with
	 * @return another directory
	 */
	static Path building(Path directory) {
		return directory.resolve("building");
	}

	public static void main(String[] arguments) throws Exception {
		EngineFixture fixture = (EngineFixture) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
		Path directory = Path.of(arguments[1]);
		TestRun.begin();
		ApplicationContextRunner context = KitContext.withTemplateOfItsOwn(fixture, directory);
		ApplicationContextRunner other = KitContext.withTemplateOfItsOwn(fixture, building(directory));
		ForkedJvm.awaitGo();
		context.run((started) -> Stage.scenario(started, () -> {
			System.out.println("content " + KitContext.content(fixture, started).hashCode());
			System.out.println("migrations " + KitCallback.migrations());
			try (Connection connection = KitContext.dataSource(started).getConnection()) {
				write(fixture, connection);
				System.out.println("runs in " + connection.getMetaData().getURL());
				KitCallback.beforeSecond(ForkedJvm::awaitGo);
				// Not part of this scenario.
				Thread thread = new Thread(() -> other.run((ignored) -> {
				}));
				thread.start();
				thread.join();
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

}
