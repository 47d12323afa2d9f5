package io.github.pristinedb.engine;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class EngineExceptionTests {

	private static final Exception cause = new Exception("the cause");

	static Stream<EngineException> exceptions() {
		return Stream.of(new EngineException("It is broken.", "Mend it.", cause),
				new UnusableDatabaseException("It is broken.", "Mend it.", cause),
				new DatabaseCopyException("It is broken.", "Mend it.", cause));
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void messageSaysWhatIsWrongAndWhatToDo(EngineException exception) {
		assertThat(exception).hasMessage("It is broken. Mend it.").hasCause(cause);
		assertThat(exception.getDescription()).isEqualTo("It is broken.");
		assertThat(exception.getAction()).isEqualTo("Mend it.");
	}

}
