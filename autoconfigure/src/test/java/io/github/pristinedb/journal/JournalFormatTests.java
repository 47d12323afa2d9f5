package io.github.pristinedb.journal;

import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JournalFormat}.
 */
class JournalFormatTests {

	static Stream<PristineEvent> events() {
		return Stream.of(PristineEvent.class.getPermittedSubclasses()).map(JournalFormatTests::event);
	}

	@ParameterizedTest
	@MethodSource("events")
	void whatIsWrittenIsRead(PristineEvent event) {
		String line = JournalFormat.line(event, 42);
		assertThat(line).endsWith("\n").doesNotContain("\r").hasLineCount(1);
		assertThat(JournalFormat.entry(line.substring(0, line.length() - 1), 1000))
			.isEqualTo(new Journal.Entry(1042, event));
	}

	@Test
	void lineIsTimeEventAndValues() {
		assertThat(JournalFormat.line(new TestFinished("[engine:a]/[b]", Outcome.PASSED, 7, 3), 42))
			.isEqualTo("42\tTestFinished\t[engine:a]/[b]\tPASSED\t7\t3\n");
	}

	@Test
	@SuppressWarnings("NullAway")
	void eventThatLacksAValueIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JournalFormat.line(new DatabaseKept("s1", null, "path", "sqlite3"), 42))
			.withMessageStartingWith("No database: DatabaseKept");
	}

	@Test
	void fileThatThisSystemCannotNameIsNoReasonToRefuseAJournal() {
		assertThat(JournalFormat.entry("1\tDatabaseKept\ts1\tapp.db\tno\0path\tsqlite3", 0).event())
			.isEqualTo(new DatabaseKept("s1", "app.db", "no\0path", "sqlite3"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "42", "42\tNoSuchEvent\ta", "42\tTestFinished\ta", "x\tRunFinished",
			"42\tTestFinished\ta\tWON\t7\t3", "42\tTestFinished\ta\tPASSED\tx\t3" })
	void otherLineIsRefused(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> JournalFormat.entry(line, 0));
	}

	/**
	 * With text that has to be escaped.
	 */
	private static PristineEvent event(Class<?> type) {
		try {
			RecordComponent[] components = type.getRecordComponents();
			Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
			Object[] values = Stream.of(types).map(JournalFormatTests::value).toArray();
			return (PristineEvent) type.getDeclaredConstructor(types).newInstance(values);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object value(Class<?> type) {
		if (type.isEnum()) {
			return type.getEnumConstants()[type.getEnumConstants().length - 1];
		}
		if (type == boolean.class) {
			return true;
		}
		if (type == int.class) {
			return 7;
		}
		if (type == long.class) {
			return 1_234_567_890_123L;
		}
		return "a\tb\\n\nc\r\"ü";
	}

}
