package io.github.pristinedb.engine.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes: another JVM asks for the same template at the same time. Then it is killed
 * in a scenario and while it builds another template. What it leaves is in nobody's way.
 * To start it takes longer than all tests, which is why they share it.
 */
abstract class ProcessContract extends EngineContract {

	private Path together;

	private Path building;

	private final List<String> differences = new ArrayList<>();

	private int otherContent;

	private int migrations;

	private String otherDatabase;

	ProcessContract(EngineFixture fixture) {
		super(fixture);
	}

	@BeforeAll
	void runBesideAnotherJvmAndKillIt(@TempDir Path shared) {
		this.together = shared;
		this.building = KitJvm.building(shared);
		int before = KitCallback.migrations();
		try (ForkedJvm other = KitJvm.start(this.fixture, shared)) {
			other.awaitLine("ready");
			other.go();
			// What the other one leaves is swept once by a JVM, and that is not now.
			this.differences.addAll(differences(context(shared)
				.withPropertyValues("pristine.workspace=" + shared.resolve("workspace-of-its-own"))));
			this.otherContent = Integer.parseInt(other.awaitLine("content ").replaceAll(".*content ", ""));
			int others = Integer.parseInt(other.awaitLine("migrations ").replaceAll(".*migrations ", ""));
			this.migrations = KitCallback.migrations() - before + others;
			this.otherDatabase = other.awaitLine("runs in ").replaceAll(".*runs in ", "");
			other.awaitLine("ready");
			other.kill();
		}
	}

	@AfterAll
	void clearBoth() {
		this.fixture.clear(this.together);
		this.fixture.clear(this.building);
	}

	@Test
	void oneOfTwoProcessesBuildsTheTemplateAndBothGetTheWholeOfIt() {
		assertThat(this.differences).isEmpty();
		assertThat(this.otherContent).isEqualTo(pristine().hashCode());
		assertThat(this.migrations).isEqualTo(this.fixture.keepsTemplates() ? 2 : 4);
	}

	@Test
	void templateOfAJvmThatWasKilledWhileItBuiltIsBuiltWhole() {
		int before = KitCallback.migrations();
		assertThat(differences(context(this.building))).isEmpty();
		assertThat(KitCallback.migrations()).isEqualTo(before + 2);
	}

	@Test
	void databaseOfAJvmThatWasKilledWhileItRanIsSweptByTheNextRun() {
		int before = KitCallback.migrations();
		assertThat(differences(context(this.together))).isEmpty();
		assertThat(this.fixture.isGone(this.otherDatabase)).isTrue();
		assertThat(KitCallback.migrations() - before).isEqualTo(this.fixture.keepsTemplates() ? 0 : 2);
	}

	private ApplicationContextRunner context(Path directory) {
		return KitContext.withTemplateOfItsOwn(this.fixture, directory);
	}

	private List<String> differences(ApplicationContextRunner runner) {
		List<String> differences = new ArrayList<>();
		runner.run((context) -> Stage.scenario(context,
				() -> differences.addAll(KitContext.content(this.fixture, context).differencesFrom(pristine()))));
		return differences;
	}

}
