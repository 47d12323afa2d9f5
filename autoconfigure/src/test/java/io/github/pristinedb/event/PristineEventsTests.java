package io.github.pristinedb.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.event.PristineEvent.TemplateFound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PristineEvents}.
 */
class PristineEventsTests {

	@TempDir
	private Path temporary;

	@Test
	void listenerThatCannotBeLoadedOrThatThrowsHarmsNobody() throws Exception {
		register("no.such.Listener", String.class.getName(), Throwing.class.getName(), Failing.class.getName(),
				Printing.class.getName());
		try (ForkedJvm jvm = JvmCommand.of(Publishing.class).with(this.temporary).start()) {
			assertThat(jvm.finish()).contains("A listener to Pristine's events cannot be loaded")
				.contains("no.such.Listener")
				.contains("failed on " + new TemplateFound("a"))
				.contains("on its own account")
				.contains("with an error")
				.contains("told of " + new TemplateFound("a"))
				.contains("told of " + new TemplateFound("b"))
				.contains("published");
		}
	}

	private void register(String... listeners) throws IOException {
		Path services = Files.createDirectories(this.temporary.resolve("META-INF/services"));
		Files.writeString(services.resolve(PristineListener.class.getName()), String.join("\n", listeners));
	}

	/**
	 * Throws an exception.
	 */
	public static final class Throwing implements PristineListener {

		@Override
		public void on(PristineEvent event) {
			throw new IllegalStateException("on its own account");
		}

	}

	/**
	 * Throws an error.
	 */
	public static final class Failing implements PristineListener {

		@Override
		public void on(PristineEvent event) {
			throw new AssertionError("with an error");
		}

	}

	/**
	 * Prints what it is told.
	 */
	public static final class Printing implements PristineListener {

		@Override
		public void on(PristineEvent event) {
			System.out.println("told of " + event);
		}

	}

	static final class Publishing {

		public static void main(String[] args) {
			PristineEvents.publish(new TemplateFound("a"));
			PristineEvents.publish(new TemplateFound("b"));
			System.out.println("published");
		}

	}

}
