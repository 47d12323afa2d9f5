package io.github.pristinedb.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks all of {@code java.sql} from a connection, method by method as this JDK has them.
 * Whatever comes back is a proxy, and each connection is the very one that the walk began
 * with.
 */
class NothingLeadsPastTheProxyTests {

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void nothingThatJdbcHandsOutIsTheDrivers(String isolation) {
		context(isolation).run((context) -> Stage.scenario(context, () -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				Walk walk = new Walk(connection);
				walk.go();
				assertThat(walk.driversOwn).isEmpty();
				assertThat(walk.otherConnections).isEmpty();
				assertThat(walk.seen.keySet()).containsAll(leading());
			}
		}));
		assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void whateverAnswersByTheDriversOwnObjectGivesTheSlotUp(String isolation) {
		List<Class<?>> wrappers = leading().stream().filter(Wrapper.class::isAssignableFrom).toList();
		context(isolation).run((context) -> {
			for (Class<?> type : wrappers) {
				Stage.scenario(context, () -> {
					try (Connection connection = context.getBean(DataSource.class).getConnection()) {
						Walk walk = new Walk(connection);
						walk.go();
						Wrapper wrapper = (Wrapper) walk.object(type);
						assertThat(wrapper.unwrap(type)).isSameAs(wrapper);
						assertThat(wrapper.isWrapperFor(type)).isTrue();
						assertThat(StubDriver.isOwn(wrapper.unwrap(StubDriver.Internal.class))).isTrue();
					}
				});
			}
		});
		assertThat(RecordedEvents.of(SlotRetired.class)).hasSameSizeAs(wrappers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void driverGetsItsOwnObjectsBack(String isolation) {
		context(isolation).run((context) -> Stage.scenario(context, () -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				Object array = connection.createArrayOf("text", new Object[0]);
				assertThat(StubDriver.isOwn(array)).isFalse();
				assertThat(
						StubDriver.lastArguments(() -> connection.createStruct("type", new Object[] { array, "text" })))
					.satisfies((arguments) -> assertThat((Object[]) arguments[1]).satisfiesExactly(
							(element) -> assertThat(StubDriver.isOwn(element)).isTrue(),
							(element) -> assertThat(element).isEqualTo("text")));
			}
		}));
	}

	@Test
	void theTypesThatLeadToAConnectionAreThoseThatOneKnows() {
		assertThat(leading()).extracting(Class::getSimpleName)
			.contains("Connection", "Statement", "PreparedStatement", "CallableStatement", "ResultSet",
					"DatabaseMetaData", "Array", "Struct", "Ref", "ResultSetMetaData", "ParameterMetaData")
			.doesNotContain("RowId", "Savepoint");
	}

	private static ApplicationContextRunner context(String isolation) {
		return Stage.context()
			.withPropertyValues("pristine.isolation=" + isolation, "spring.flyway.enabled=false")
			.withBean(StubDriver.class, () -> {
				StubDriver driver = new StubDriver();
				driver.setUrl("jdbc:sqlite:target/scenario-stub.db");
				return driver;
			});
	}

	/**
	 * The interfaces of JDBC that can be reached from a connection, and from which
	 * another one can be.
	 */
	private static Set<Class<?>> leading() {
		Set<Class<?>> reachable = new LinkedHashSet<>(Set.of(Connection.class));
		Deque<Class<?>> next = new ArrayDeque<>(reachable);
		while (!next.isEmpty()) {
			returned(next.pop()).filter(NothingLeadsPastTheProxyTests::isJdbc)
				.filter(reachable::add)
				.forEach(next::push);
		}
		Set<Class<?>> leading = new HashSet<>(Set.of(Connection.class));
		while (leading.addAll(reachable.stream()
			.filter((type) -> Wrapper.class.isAssignableFrom(type)
					|| returned(type).anyMatch((result) -> isAnything(result) || leading.contains(result)))
			.toList())) {
			continue;
		}
		return leading;
	}

	private static Stream<Class<?>> returned(Class<?> type) {
		return methods(type).map(Method::getReturnType);
	}

	private static Stream<Method> methods(Class<?> type) {
		return Stream.of(type.getMethods()).filter((method) -> !Modifier.isStatic(method.getModifiers()));
	}

	private static boolean isJdbc(Class<?> type) {
		return type.isInterface() && type.getPackageName().equals("java.sql");
	}

	private static boolean isAnything(Class<?> type) {
		return type == Object.class || type == Object[].class;
	}

	/**
	 * A walk over all types, from one connection on.
	 */
	private static final class Walk {

		private final Connection connection;

		private final Map<Class<?>, Object> seen = new LinkedHashMap<>();

		private final List<String> driversOwn = new ArrayList<>();

		private final List<String> otherConnections = new ArrayList<>();

		private final Deque<Class<?>> next = new ArrayDeque<>();

		Walk(Connection connection) {
			this.connection = connection;
		}

		Object object(Class<?> type) {
			return this.seen.get(type);
		}

		void go() throws ReflectiveOperationException, SQLException {
			found("the data source", Connection.class, this.connection);
			while (!this.next.isEmpty()) {
				Class<?> type = this.next.pop();
				for (Method method : methods(type).toList()) {
					Class<?> returned = method.getReturnType();
					if (!method.getName().equals("unwrap") && (isJdbc(returned) || isAnything(returned))) {
						call(this.seen.get(type), method);
					}
				}
			}
		}

		private void call(Object object, Method method) throws ReflectiveOperationException {
			Object[] arguments = Stream.of(method.getParameterTypes()).map(Walk::argument).toArray();
			Object result;
			try {
				result = method.invoke(object, arguments);
			}
			catch (InvocationTargetException ex) {
				throw new AssertionError(method + " cannot be called", ex.getTargetException());
			}
			Object[] results = (result instanceof Object[] several) ? several : new Object[] { result };
			for (Object each : results) {
				for (Class<?> type : each.getClass().getInterfaces()) {
					found(method.toString(), type, each);
				}
			}
		}

		private void found(String way, Class<?> type, Object object) {
			if (object instanceof Connection && object != this.connection) {
				this.otherConnections.add(way);
			}
			if (StubDriver.isOwn(object) && leading().contains(type)) {
				this.driversOwn.add(way);
			}
			else if (isJdbc(type) && this.seen.putIfAbsent(type, object) == null) {
				this.next.push(type);
			}
		}

		private static Object argument(Class<?> type) {
			if (type == String.class) {
				return "SELECT 1";
			}
			if (type == Class.class) {
				return java.sql.ResultSet.class;
			}
			if (type == boolean.class) {
				return false;
			}
			return (type == int.class) ? (Object) 1 : (type == long.class) ? (Object) 1L : null;
		}

	}

}
