package io.github.pristinedb.engine.kit;

import java.util.ArrayList;
import java.util.List;
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

	private static final int PROCESSES = 2;

	TemplateContract(EngineFixture fixture) {
		super(fixture);
	}

	@Override
	ApplicationContextRunner context() {
		return super.context().withBean(KitCallback.class, KitCallback::new);
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
	void oneOfSeveralProcessesBuildsTheTemplateAndAllGetTheWholeOfIt() throws Exception {
		List<ForkedJvm> jvms = new ArrayList<>();
		try {
			for (int i = 0; i < PROCESSES; i++) {
				jvms.add(KitJvm.start(this.fixture, this.directory, KitJvm.Task.START_TOGETHER));
			}
			for (ForkedJvm jvm : jvms) {
				jvm.awaitLine("ready");
			}
			jvms.forEach(ForkedJvm::go);
			int migrations = 0;
			for (ForkedJvm jvm : jvms) {
				Matcher line = Pattern.compile("content " + pristine().hashCode() + ", (\\d) migrations")
					.matcher(jvm.finish());
				assertThat(line.find()).isTrue();
				migrations += Integer.parseInt(line.group(1));
			}
			assertThat(migrations).isEqualTo(this.fixture.keepsTemplates() ? 2 : 2 * PROCESSES);
		}
		finally {
			jvms.forEach(ForkedJvm::close);
		}
		int before = KitCallback.migrations();
		hasTheWholeTemplate();
		assertThat(KitCallback.migrations() - before).isEqualTo(this.fixture.keepsTemplates() ? 0 : 2);
	}

	private void hasTheWholeTemplate() {
		context().run((context) -> {
			assertThat(context).hasNotFailed();
			Stage.scenario(context,
					() -> assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty());
		});
	}

}
