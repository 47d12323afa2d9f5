package io.github.pristinedb.error;

import java.util.stream.Stream;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class PristineExceptionTests {

	private static final Exception cause = new Exception("the cause");

	static Stream<PristineException> exceptions() {
		return Stream.of(new PristineException("It is broken.", "Mend it.", cause),
				new UnusableDatabaseException("It is broken.", "Mend it.", cause),
				new DatabaseCopyException("It is broken.", "Mend it.", cause));
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void messageSaysWhatIsWrongAndWhatToDo(PristineException exception) {
		assertThat(exception).hasMessage("It is broken. Mend it.").hasCause(cause);
		assertThat(exception.getDescription()).isEqualTo("It is broken.");
		assertThat(exception.getAction()).isEqualTo("Mend it.");
	}

}
