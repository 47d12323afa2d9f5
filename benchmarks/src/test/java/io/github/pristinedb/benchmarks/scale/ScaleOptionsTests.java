package io.github.pristinedb.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.benchmarks.generator.Between;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScaleOptionsTests {

	private final List<String> arguments = new ArrayList<>(
			List.of("directory=target/scale", "document=docs/b=1.md", "jacoco=target/jacoco", "features=342",
					"scenarios=3-5", "steps=6", "writers=0.6", "statements=2", "work=150", "heavy=3", "heavy-factor=50",
					"seed=7", "workers=2", "sample=12", "cleaned=60", "rounds=5", "variants=a, d"));

	@Test
	void argumentsBecomeOptions() {
		ScaleOptions options = parse();
		assertThat(options.document()).hasToString("docs/b=1.md");
		assertThat(options.shape().features()).isEqualTo(342);
		assertThat(options.shape().scenarios()).isEqualTo(new Between(3, 5));
		assertThat(options.shape().steps()).isEqualTo(new Between(6, 6));
		assertThat(options.shape().heavyFactor()).isEqualTo(50);
		assertThat(options.shape().weight().rounds()).isEqualTo(150);
		assertThat(options.cleaned()).isEqualTo(60);
		assertThat(options.variants()).containsExactly(ScaleVariant.A, ScaleVariant.D);
	}

	@Test
	void allOrNoVariantsCanBeAskedFor() {
		this.arguments.set(16, "variants=all");
		assertThat(parse().variants()).containsExactly(ScaleVariant.values());
		this.arguments.set(16, "variants=none");
		assertThat(parse().variants()).isEmpty();
	}

	@Test
	void optionThatMakesNoSenseIsNamedWithItsValue() {
		assertIsRefused(16, "variants=a,x", "scale.variants=a,x", "'x'", "a to g");
		assertIsRefused(4, "scenarios=many", "scale.scenarios=many", "3-5");
		assertIsRefused(3, "features=3,5", "scale.features=3,5");
		assertIsRefused(12, "workers=0", "workers=0");
		assertIsRefused(3, "features", "'features'", "name=value");
	}

	@Test
	void missingOptionAndUnknownOptionAreNamed() {
		this.arguments.add("wokers=3");
		assertThatIllegalArgumentException().isThrownBy(this::parse).withMessageContaining("wokers");
		this.arguments.remove("workers=2");
		assertThatIllegalArgumentException().isThrownBy(this::parse).withMessageContaining("'workers' is missing");
	}

	private void assertIsRefused(int index, String argument, String... messages) {
		String before = this.arguments.set(index, argument);
		assertThatIllegalArgumentException().isThrownBy(this::parse)
			.satisfies((ex) -> assertThat(ex).hasMessageContainingAll(messages));
		this.arguments.set(index, before);
	}

	private ScaleOptions parse() {
		return ScaleOptions.parse(this.arguments.toArray(String[]::new));
	}

}
