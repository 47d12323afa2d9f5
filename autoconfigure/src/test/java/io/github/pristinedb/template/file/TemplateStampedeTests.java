package io.github.pristinedb.template.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.Listing;
import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TemplateStoreException;
import io.github.pristinedb.template.file.TestTemplates.FileTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several JVMs that want the same template at the same moment, and nobody has built it
 * yet.
 */
class TemplateStampedeTests {

	private static final int JVMS = 4;

	private static final String BUILDING = "I build";

	@TempDir
	private Path temporary;

	private final List<ForkedJvm> jvms = new ArrayList<>();

	@AfterEach
	void tearDown() {
		this.jvms.forEach(ForkedJvm::close);
	}

	@Test
	void oneOfSeveralJvmsBuildsAndTheOthersSayForWhomTheyWait() throws Exception {
		List<String> lines = stampede(JVMS);
		assertThat(lines).containsOnlyOnce(BUILDING);
		ForkedJvm builder = this.jvms.get(lines.indexOf(BUILDING));
		assertThat(lines).filteredOn((line) -> !line.equals(BUILDING))
			.hasSize(JVMS - 1)
			.allSatisfy((line) -> assertThat(line).containsPattern("Waiting for process " + builder.pid()
					+ " on \\S+ since \\S+, to build the template " + ProjectsRecipe.FINGERPRINT.brief()));
		builder.go();
		int builds = 0;
		for (ForkedJvm jvm : this.jvms) {
			String output = jvm.finish();
			assertThat(output).contains("got [alpha]");
			builds += output.contains("1 builds") ? 1 : 0;
		}
		assertThat(builds).isOne();
		assertThat(Listing.of(this.temporary, ".template")).hasSize(1);
	}

	@Test
	void whoWaitsForABuilderThatIsKilledBuilds() throws Exception {
		List<String> lines = stampede(2);
		int first = lines.indexOf(BUILDING);
		this.jvms.get(first).kill();
		ForkedJvm second = this.jvms.get(1 - first);
		second.awaitLine(BUILDING);
		second.go();
		assertThat(second.finish()).contains("got [alpha]").contains("1 builds");
		assertThat(Listing.of(this.temporary)).noneMatch((name) -> name.endsWith(".build"));
	}

	@Test
	void whoWaitsTooLongGetsAnErrorThatSaysForWhom() throws Exception {
		stampede(1);
		TemplateLimits limits = new TemplateLimits(Duration.ofMillis(1), 100, Duration.ofDays(1));
		assertThatExceptionOfType(TemplateStoreException.class)
			.isThrownBy(() -> new TestTemplates(this.temporary, () -> this.temporary, limits).get(new ProjectsRecipe()))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(ProjectsRecipe.FINGERPRINT.brief())
				.contains(this.temporary.toString())
				.containsPattern("by process " + this.jvms.get(0).pid() + " on \\S+ since \\S+ after"))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("pristine.template.build-timeout"));
	}

	/**
	 * Let JVMs loose.
	 * @param size how many
	 * @return the line that each of them said first
	 */
	private List<String> stampede(int size) throws Exception {
		for (int i = 0; i < size; i++) {
			this.jvms.add(ForkedJvm.start(Starting.class, this.temporary.toRealPath()));
		}
		for (ForkedJvm jvm : this.jvms) {
			jvm.awaitLine("ready");
		}
		for (ForkedJvm jvm : this.jvms) {
			jvm.go();
		}
		return Concurrently.run(size, (number) -> this.jvms.get(number).awaitLine("build"));
	}

	static final class Starting {

		public static void main(String[] args) {
			ProjectsRecipe recipe = new ProjectsRecipe((directory) -> {
				System.out.println(BUILDING);
				ForkedJvm.awaitGo();
			});
			ForkedJvm.awaitGo();
			FileTemplate template = new TestTemplates(Path.of(args[0]), () -> {
				throw new IllegalStateException("The cache can be written to");
			}).get(recipe);
			System.out.println("got " + Sql.query(template.image().file(), Sql.PROJECTS));
			System.out.println(recipe.builds() + " builds");
		}

	}

}
