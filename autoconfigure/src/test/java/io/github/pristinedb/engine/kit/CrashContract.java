package io.github.pristinedb.engine.kit;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Crashes: what a killed JVM leaves is in nobody's way.
 */
abstract class CrashContract extends EngineContract {

	CrashContract(EngineFixture fixture) {
		super(fixture);
	}

	@Override
	ApplicationContextRunner context() {
		return KitContext.withTemplateOfItsOwn(this.fixture, this.directory);
	}

	@Test
	void templateOfAJvmThatWasKilledWhileItBuiltIsBuiltWhole() {
		try (ForkedJvm building = KitJvm.start(this.fixture, this.directory, KitJvm.Task.STOP_WHILE_BUILDING)) {
			building.awaitLine("ready");
			building.kill();
		}
		context().run((context) -> {
			assertThat(context).hasNotFailed();
			Stage.scenario(context,
					() -> assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty());
		});
	}

	@Test
	void databaseOfAJvmThatWasKilledWhileItRanIsSweptByTheNextRun() {
		String url;
		try (ForkedJvm running = KitJvm.start(this.fixture, this.directory, KitJvm.Task.STOP_WHILE_RUNNING)) {
			String line = running.awaitLine("runs in ");
			url = line.substring(line.indexOf("runs in ") + "runs in ".length());
			running.awaitLine("ready");
			running.kill();
		}
		int migrations = KitCallback.migrations();
		context().run((context) -> Stage.scenario(context,
				() -> assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty()));
		assertThat(this.fixture.isGone(url)).isTrue();
		assertThat(KitCallback.migrations() - migrations).isEqualTo(this.fixture.keepsTemplates() ? 0 : 2);
	}

}
