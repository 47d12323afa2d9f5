package io.github.pristinedb.slot;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpeningPlace}.
 */
class OpeningPlaceTests {

	private static final StackTraceElement PRISTINE = frame("io.github.pristinedb.jdbc.ScenarioDataSource");

	private static final StackTraceElement ASPECT = frame(
			"org.springframework.aop.framework.ReflectiveMethodInvocation");

	private static final StackTraceElement JDK = frame("java.util.concurrent.FutureTask");

	@Test
	void placeIsTheNearestFrameOfTheApplication() {
		assertThat(of(PRISTINE, ASPECT, frame("com.acme.Orders"), JDK, frame("com.acme.Shop")))
			.isEqualTo("com.acme.Orders.method(Orders.java:7)");
	}

	@Test
	void classThatIsMadeForTheApplicationIsNoPlace() {
		assertThat(of(PRISTINE, frame("com.acme.Orders$$SpringCGLIB$$0"), frame("jdk.proxy2.$Proxy7"), JDK)).isNull();
	}

	@Test
	void infrastructureAroundATaskThatHasNotBegunIsNoPlace() {
		assertThat(of(PRISTINE, ASPECT, frame("org.springframework.orm.jpa.JpaTransactionManager"), JDK)).isNull();
	}

	private static String of(StackTraceElement... frames) {
		Throwable stack = new Throwable();
		stack.setStackTrace(frames);
		return OpeningPlace.of(stack);
	}

	private static StackTraceElement frame(String className) {
		return new StackTraceElement(className, "method", className.replaceAll(".*\\.", "") + ".java", 7);
	}

}
