package io.github.pristinedb.engine.kit;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Templates: built once, however many threads ask for one, and whole.
 */
abstract class TemplateContract extends EngineContract {

	private static final int THREADS = 4;

	TemplateContract(EngineFixture fixture) {
		super(fixture);
	}

	@Override
	ApplicationContextRunner context() {
		return KitContext.withTemplateOfItsOwn(this.fixture, this.directory);
	}

	@Test
	void oneOfSeveralThreadsBuildsTheTemplateAndAllGetTheWholeOfIt() throws Exception {
		int before = KitCallback.migrations();
		Concurrently.run(THREADS, (number) -> {
			hasTheWholeTemplate();
			return null;
		});
		assertThat(KitCallback.migrations()).isEqualTo(before + 2);
		hasTheWholeTemplate();
		assertThat(KitCallback.migrations()).isEqualTo(before + 2);
	}

	private void hasTheWholeTemplate() {
		context().run((context) -> {
			assertThat(context).hasNotFailed();
			Stage.scenario(context,
					() -> assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty());
		});
	}

}
