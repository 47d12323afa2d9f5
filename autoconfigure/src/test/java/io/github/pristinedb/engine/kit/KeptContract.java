package io.github.pristinedb.engine.kit;

import java.nio.file.Files;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Kept databases: what is printed for a failed scenario opens the very database that it
 * had.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class KeptContract extends EngineContract {

	private static final Pattern COMMAND = Pattern.compile("To look into it: (.+)");

	KeptContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void printedCommandOpensWhatAFailedScenarioHad(CapturedOutput output) throws Exception {
		printedCommandOpens(context(), output);
	}

	@Test
	void printedCommandOpensWhatAFailedScenarioHadInItsTransaction(CapturedOutput output) throws Exception {
		printedCommandOpens(context().withPropertyValues("pristine.isolation=transaction"), output);
	}

	private void printedCommandOpens(ApplicationContextRunner runner, CapturedOutput output) throws Exception {
		List<Content> last = new ArrayList<>();
		runner.run((context) -> {
			Stage.scenario(context, "passes", () -> assertThat(KitContext.content(this.fixture, context)).isNotNull());
			assertThatIllegalStateException().isThrownBy(() -> Stage.scenario(context, "it's \"broken\"", () -> {
				try (Connection connection = KitContext.dataSource(context).getConnection()) {
					for (Deed deed : Deeds.of(this.fixture, Kind.ROWS)) {
						perform(deed, connection);
					}
				}
				last.add(KitContext.content(this.fixture, context));
				throw new IllegalStateException("as it should");
			}));
			Stage.scenario(context, "next",
					() -> assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty());
		});
		Matcher command = COMMAND.matcher(output);
		assertThat(command.find()).isTrue();
		String url = this.fixture.openKept(command.group(1), Files.createDirectory(this.directory.resolve("opened")));
		try (Connection connection = this.fixture.connect(url)) {
			Content opened = KitContext.content(this.fixture, connection);
			assertThat(opened.differencesFrom(last.get(0))).isEmpty();
			assertThat(opened).isNotEqualTo(pristine());
		}
		assertThat(command.find()).isFalse();
	}

	private static void perform(Deed deed, Connection connection) {
		try {
			deed.act().on(connection, 5);
		}
		catch (java.sql.SQLException ex) {
			// It violates a constraint.
		}
	}

}
