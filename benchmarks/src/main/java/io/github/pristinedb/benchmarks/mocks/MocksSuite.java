package io.github.pristinedb.benchmarks.mocks;

import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.benchmarks.mocks.MocksApplication.Mailer;
import io.github.pristinedb.benchmarks.mocks.MocksApplication.Notes;
import io.github.pristinedb.benchmarks.mocks.MocksApplication.Rates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

/**
 * 40 classes with 200 tests. 30 classes use the application as it is, and 3 of them close
 * its context: one at its end, one after each test, one after one of its tests. 7 classes
 * have a mock of one bean, and so one context, and one of them closes it; 3 have mocks of
 * two. Each test works with its database, and waits as for a remote service.
 */
final class MocksSuite {

	private static final int TESTS = 5;

	private static final long REMOTE_MILLIS = 20;

	private MocksSuite() {
	}

	/**
	 * The classes of the suite, those with mocks and those that close their context
	 * spread among the others.
	 * @return the classes
	 */
	static List<Class<?>> classes() {
		return Stream.of(MocksSuite.class.getDeclaredClasses())
			.filter((type) -> type.getSimpleName().matches("\\w+\\d\\d"))
			.sorted((one, other) -> number(one) - number(other))
			.<Class<?>>map((type) -> type)
			.toList();
	}

	/**
	 * How many tests there are.
	 * @return the number
	 */
	static int size() {
		return classes().size() * TESTS;
	}

	private static int number(Class<?> type) {
		return Integer.parseInt(type.getSimpleName().replaceAll("\\D", ""));
	}

	private static void require(boolean condition, String problem) {
		if (!condition) {
			throw new AssertionError(problem);
		}
	}

	private static void callRemoteService() {
		try {
			Thread.sleep(REMOTE_MILLIS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Tests of the application as it is.
	 */
	@MocksTest
	abstract static class Plain {

		@Autowired
		Notes notes;

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the class");
		}

		void work() {
			require(this.notes.all().equals(List.of("from the migration", "of the class for 1")),
					"A test starts from the data of its class: " + this.notes.all());
			require(this.notes.add("of the test").equals("sent of the test"), "The mailer is the application's");
			callRemoteService();
			require(this.notes.all().size() == 3, "The data are those of the test: " + this.notes.all());
		}

	}

	/**
	 * The usual class.
	 */
	abstract static class Usual extends Plain {

		@RepeatedTest(TESTS)
		void works() {
			work();
		}

	}

	/**
	 * A class without data of its own, since it closes its context.
	 */
	@MocksTest
	abstract static class Closing {

		@Autowired
		Notes notes;

		void work() {
			require(this.notes.all().size() == 1, "A test finds no data of another class: " + this.notes.all());
			this.notes.add("of the test");
			callRemoteService();
			require(this.notes.all().size() == 2, "The data are those of the test: " + this.notes.all());
		}

	}

	/**
	 * Tests with a mock.
	 */
	@MocksTest
	abstract static class Mocked {

		@MockitoBean
		Mailer mailer;

		@Autowired
		Notes notes;

		@RepeatedTest(TESTS)
		void isAloneWithTheMock() {
			String own = toString();
			given(this.mailer.send(own)).willReturn("mocked " + own);
			require(this.notes.add(own).equals("mocked " + own), "The mock does what it was told");
			callRemoteService();
			verify(this.mailer, times(1)).send(own);
			verifyNoMoreInteractions(this.mailer);
			require(this.notes.all().size() == 2, "The data are those of the test: " + this.notes.all());
		}

	}

	/**
	 * Tests with two mocks.
	 */
	abstract static class MockedTwice extends Mocked {

		@MockitoBean
		Rates rates;

	}

	static class Usual01 extends Usual {

	}

	static class Usual02 extends Usual {

	}

	static class Mocked03 extends Mocked {

	}

	static class Usual04 extends Usual {

	}

	static class Usual05 extends Usual {

	}

	static class Usual06 extends Usual {

	}

	static class Mocked07 extends Mocked {

	}

	static class Usual08 extends Usual {

	}

	static class Usual09 extends Usual {

	}

	@DirtiesContext
	static class ClosingAtItsEnd10 extends Closing {

		@RepeatedTest(TESTS)
		void works() {
			work();
		}

	}

	static class Mocked11 extends Mocked {

	}

	static class Usual12 extends Usual {

	}

	static class Usual13 extends Usual {

	}

	static class Usual14 extends Usual {

	}

	static class Mocked15 extends Mocked {

	}

	static class Usual16 extends Usual {

	}

	static class Usual17 extends Usual {

	}

	static class Usual18 extends Usual {

	}

	static class Mocked19 extends Mocked {

	}

	@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
	static class ClosingAfterEachTest20 extends Closing {

		@RepeatedTest(TESTS)
		void works() {
			work();
		}

	}

	static class Usual21 extends Usual {

	}

	static class Usual22 extends Usual {

	}

	static class Mocked23 extends Mocked {

	}

	static class Usual24 extends Usual {

	}

	static class Usual25 extends Usual {

	}

	static class Usual26 extends Usual {

	}

	@DirtiesContext
	static class MockedAndClosing27 extends Mocked {

	}

	static class Usual28 extends Usual {

	}

	static class Usual29 extends Usual {

	}

	static class ClosingAfterOneTest30 extends Closing {

		@Test
		@DirtiesContext
		void closes() {
			work();
		}

		@RepeatedTest(TESTS - 1)
		void works() {
			work();
		}

	}

	static class MockedTwice31 extends MockedTwice {

	}

	static class Usual32 extends Usual {

	}

	static class Usual33 extends Usual {

	}

	static class Usual34 extends Usual {

	}

	static class MockedTwice35 extends MockedTwice {

	}

	static class Usual36 extends Usual {

	}

	static class Usual37 extends Usual {

	}

	static class Usual38 extends Usual {

	}

	static class MockedTwice39 extends MockedTwice {

	}

	static class Usual40 extends Usual {

	}

}
