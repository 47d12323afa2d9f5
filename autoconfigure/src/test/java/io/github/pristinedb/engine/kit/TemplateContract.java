package io.github.pristinedb.engine.kit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Templates: built once, however many threads and processes ask for one, and whole.
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

	@Test
	void oneOfTwoProcessesBuildsTheTemplateAndBothGetTheWholeOfIt() {
		int before = KitCallback.migrations();
		int others;
		try (ForkedJvm other = KitJvm.start(this.fixture, this.directory, KitJvm.Task.START_TOGETHER)) {
			other.awaitLine("ready");
			other.go();
			hasTheWholeTemplate();
			Matcher line = Pattern.compile("content " + pristine().hashCode() + ", (\\d) migrations")
				.matcher(other.finish());
			assertThat(line.find()).isTrue();
			others = Integer.parseInt(line.group(1));
		}
		assertThat(KitCallback.migrations() - before + others).isEqualTo(this.fixture.keepsTemplates() ? 2 : 4);
		hasTheWholeTemplate();
		assertThat(KitCallback.migrations() - before + others).isEqualTo(this.fixture.keepsTemplates() ? 2 : 4);
	}

	private void hasTheWholeTemplate() {
		context().run((context) -> {
			assertThat(context).hasNotFailed();
			Stage.scenario(context,
					() -> assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty());
		});
	}

}
