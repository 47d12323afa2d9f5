package io.github.pristinedb.proxy;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for the family of {@link JdbcProxy}, method by method as this JDK has them.
 */
class JdbcProxyTests {

	// What an isolation does in its own way, so that there is no common call of it.
	private static final Set<String> OF_AN_ISOLATION = Set.of("cancel");

	private static final Map<Class<?>, BiFunction<Object, ConnectionGate, Object>> FAMILY = new LinkedHashMap<>();

	static {
		FAMILY.put(Statement.class,
				(object, gate) -> new StatementProxy<>((Statement) object, gate, gate.create(), null));
		FAMILY.put(PreparedStatement.class,
				(object, gate) -> new PreparedStatementProxy<>((PreparedStatement) object, gate, gate.create(), null));
		FAMILY.put(CallableStatement.class,
				(object, gate) -> new CallableStatementProxy((CallableStatement) object, gate, gate.create(), null));
		FAMILY.put(ResultSet.class, (object, gate) -> new ResultSetProxy((ResultSet) object, gate, null, null));
		FAMILY.put(DatabaseMetaData.class,
				(object, gate) -> new DatabaseMetaDataProxy((DatabaseMetaData) object, gate));
		FAMILY.put(Array.class, (object, gate) -> new ArrayProxy((Array) object, gate));
		FAMILY.put(Struct.class, (object, gate) -> new StructProxy((Struct) object, gate));
		FAMILY.put(Ref.class, (object, gate) -> new RefProxy((Ref) object, gate));
		FAMILY.put(Blob.class, (object, gate) -> new BlobProxy((Blob) object, gate));
		FAMILY.put(Clob.class, (object, gate) -> new ClobProxy<>((Clob) object, gate));
		FAMILY.put(NClob.class, (object, gate) -> new NClobProxy((NClob) object, gate));
		FAMILY.put(SQLXML.class, (object, gate) -> new SqlXmlProxy((SQLXML) object, gate));
		FAMILY.put(ResultSetMetaData.class,
				(object, gate) -> new ResultSetMetaDataProxy((ResultSetMetaData) object, gate));
		FAMILY.put(ParameterMetaData.class,
				(object, gate) -> new ParameterMetaDataProxy((ParameterMetaData) object, gate));
	}

	private final List<String> calls = new ArrayList<>();

	private final ConnectionGate gate = gate();

	static Stream<Class<?>> types() {
		return Stream.concat(Stream.of(Connection.class), FAMILY.keySet().stream());
	}

	static Stream<Class<?>> returned() {
		return FAMILY.keySet().stream();
	}

	/**
	 * A method that a later JDK adds has a default, so that everything compiles without
	 * it.
	 */
	@ParameterizedTest
	@MethodSource("types")
	void everyMethodOfAnInterfaceIsTheProxysOwn(Class<?> type) {
		Class<?> proxy = proxyOf(type);
		assertThat(methods(type)).isNotEmpty().allSatisfy((method) -> {
			Method own = proxy.getMethod(method.getName(), method.getParameterTypes());
			if (!Modifier.isAbstract(own.getModifiers())) {
				assertThat(own.getDeclaringClass().getPackage()).isEqualTo(JdbcProxy.class.getPackage());
			}
			else {
				// Only a connection leaves methods to the isolations, and none with a
				// default, which they could forget.
				assertThat(type).isEqualTo(Connection.class);
				assertThat(method.isDefault()).isFalse();
			}
		});
	}

	@ParameterizedTest
	@MethodSource("returned")
	void everyMethodCallsItsLikeWithTheSameArguments(Class<?> type) throws Exception {
		for (Method method : methods(type)) {
			if (!isCall(method)) {
				continue;
			}
			this.calls.clear();
			Object proxy = inFrontOf(type);
			Object[] arguments = arguments(method);
			method.invoke(proxy, arguments);
			assertThat(this.calls).as(method.toString())
				.containsExactly("enter", described(method, arguments), "leave");
		}
	}

	@ParameterizedTest
	@MethodSource("returned")
	void everyFailureIsToldAndThrown(Class<?> type) throws Exception {
		SQLException failure = new SQLException("broken");
		Object failing = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					throw failure;
				});
		Object proxy = FAMILY.get(type).apply(failing, this.gate);
		for (Method method : methods(type)) {
			if (!isCall(method)) {
				continue;
			}
			this.calls.clear();
			assertThatExceptionOfType(InvocationTargetException.class).as(method.toString())
				.isThrownBy(() -> method.invoke(proxy, arguments(method)))
				.withCause(failure);
			assertThat(this.calls).as(method.toString()).containsExactly("enter", "failed broken", "leave");
		}
	}

	@Test
	void proxyIsEqualToItselfAlone() throws SQLException {
		Object driver = driver(Statement.class);
		Statement one = new StatementProxy<>((Statement) driver, this.gate, this.gate.create(), null);
		Statement other = new StatementProxy<>((Statement) driver, this.gate, this.gate.create(), null);
		assertThat(one).isEqualTo(one).isNotEqualTo(other).isNotEqualTo(driver).hasToString("described");
	}

	@Test
	void driverIsUnwrappedOnlyForWhatTheProxyIsNot() throws SQLException {
		Statement driver = mock(Statement.class);
		given(driver.isWrapperFor(Runnable.class)).willReturn(true);
		Runnable own = () -> {
		};
		given(driver.unwrap(Runnable.class)).willReturn(own);
		ConnectionGate gate = gate();
		Statement proxy = new StatementProxy<>(driver, gate, gate.create(), null);
		assertThat(proxy.unwrap(Statement.class)).isSameAs(proxy);
		then(gate).should(never()).unwrapping();
		assertThat(proxy.isWrapperFor(Statement.class)).isTrue();
		assertThat(proxy.isWrapperFor(Runnable.class)).isTrue();
		assertThat(proxy.isWrapperFor(Comparable.class)).isFalse();
		assertThat(proxy.unwrap(Runnable.class)).isSameAs(own);
		then(gate).should().unwrapping();
	}

	@Test
	void absentValueStaysAbsent() throws SQLException {
		ResultSet driver = mock(ResultSet.class);
		ResultSet proxy = new ResultSetProxy(driver, this.gate, null, null);
		assertThat(proxy.getObject(1)).isNull();
		assertThat(proxy.getBlob(1)).isNull();
		assertThat(proxy.getClob(1)).isNull();
		assertThat(proxy.getNClob(1)).isNull();
		assertThat(proxy.getArray(1)).isNull();
		assertThat(proxy.getRef(1)).isNull();
		assertThat(proxy.getSQLXML(1)).isNull();
		assertThat(proxy.getMetaData()).isNull();
		assertThat(proxy.getStatement()).isNull();
		PreparedStatement statement = new PreparedStatementProxy<>(mock(PreparedStatement.class), this.gate,
				this.gate.create(), null);
		assertThat(statement.getResultSet()).isNull();
		assertThat(statement.getParameterMetaData()).isNull();
	}

	@Test
	void valueOfAnyTypeIsAProxyIfItLeadsToAConnection() throws SQLException {
		ResultSet driver = mock(ResultSet.class);
		ResultSet proxy = new ResultSetProxy(driver, this.gate, null, null);
		for (Map.Entry<Class<?>, BiFunction<Object, ConnectionGate, Object>> member : FAMILY.entrySet()) {
			given(driver.getObject(1)).willReturn(driver(member.getKey()));
			assertThat(proxy.getObject(1)).isInstanceOf(proxyOf(member.getKey()));
		}
		given(driver.getObject(1)).willReturn(driver(Connection.class));
		assertThat(proxy.getObject(1)).isSameAs(this.gate.connection());
		given(driver.getObject(1)).willReturn(new Object[] { driver(Array.class), "text", null });
		assertThat((Object[]) proxy.getObject(1)).satisfiesExactly(
				(element) -> assertThat(element).isInstanceOf(ArrayProxy.class),
				(element) -> assertThat(element).isEqualTo("text"), (element) -> assertThat(element).isNull());
		given(driver.getObject(1)).willReturn("text");
		assertThat(proxy.getObject(1)).isEqualTo("text");
	}

	@Test
	void valueOfAWantedTypeIsOfThatType() throws SQLException {
		ResultSet driver = mock(ResultSet.class);
		ResultSet proxy = new ResultSetProxy(driver, this.gate, null, null);
		given(driver.getObject(1, String.class)).willReturn("text");
		assertThat(proxy.getObject(1, String.class)).isEqualTo("text");
		given(driver.getObject(1, Clob.class)).willReturn((Clob) driver(NClob.class));
		assertThat(proxy.getObject(1, Clob.class)).isInstanceOf(ClobProxy.class).isNotInstanceOf(NClob.class);
		then(this.gate).should(never()).stuck();
		DriversBlob own = mock(DriversBlob.class);
		given(driver.getObject(1, DriversBlob.class)).willReturn(own);
		assertThat(proxy.getObject(1, DriversBlob.class)).isSameAs(own);
		then(this.gate).should().stuck();
	}

	@Test
	void driverGetsWhatIsBehindAnArgument() throws SQLException {
		PreparedStatement driver = mock(PreparedStatement.class);
		PreparedStatement proxy = new PreparedStatementProxy<>(driver, this.gate, this.gate.create(), null);
		Blob blob = mock(Blob.class);
		Blob inFront = new BlobProxy(blob, this.gate);
		proxy.setBlob(1, inFront);
		then(driver).should().setBlob(1, blob);
		proxy.setObject(2, new Object[] { inFront, "text", null });
		then(driver).should().setObject(2, new Object[] { blob, "text", null });
	}

	@Test
	void closedStatementIsNotUsed() throws SQLException {
		SQLException closed = new SQLException("closed");
		willThrow(closed).given(this.gate).ensureUsable();
		Statement driver = mock(Statement.class);
		Statement proxy = new StatementProxy<>(driver, this.gate, this.gate.create(), null);
		assertThatExceptionOfType(SQLException.class).isThrownBy(proxy::getWarnings).isSameAs(closed);
		then(driver).should(never()).getWarnings();
		proxy.close();
		then(driver).should().close();
	}

	private static Class<?> proxyOf(Class<?> type) {
		return (type != Connection.class) ? FAMILY.get(type).apply(driver(type), gate(null)).getClass()
				: ConnectionProxy.class;
	}

	private static List<Method> methods(Class<?> type) {
		return Stream.of(type.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()))
			.filter((method) -> method.getDeclaringClass() != java.sql.Wrapper.class)
			.toList();
	}

	/**
	 * Whether a method is passed through the gate to the driver's own.
	 */
	private static boolean isCall(Method method) {
		return method.getReturnType() != Connection.class && !OF_AN_ISOLATION.contains(method.getName())
				&& method.getExceptionTypes().length > 0;
	}

	private Object inFrontOf(Class<?> type) {
		return FAMILY.get(type)
			.apply(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> {
						this.calls.add(described(method, arguments));
						return driver(method.getReturnType());
					}), this.gate);
	}

	private static String described(Method method, Object @Nullable [] arguments) {
		return method.getName() + List.of(method.getParameterTypes())
				+ ((arguments != null) ? Stream.of(arguments).map(JdbcProxyTests::identity).toList() : List.of());
	}

	private static Object identity(Object argument) {
		return (argument instanceof Number || argument instanceof Boolean) ? argument
				: System.identityHashCode(argument);
	}

	private static Object[] arguments(Method method) {
		return Stream.of(method.getParameterTypes()).map(JdbcProxyTests::value).toArray();
	}

	private static Object value(Class<?> type) {
		return Map.<Class<?>, Object>ofEntries(Map.entry(int.class, 1), Map.entry(long.class, 2L),
				Map.entry(short.class, (short) 3), Map.entry(byte.class, (byte) 4), Map.entry(boolean.class, true),
				Map.entry(double.class, 5.0), Map.entry(float.class, 6.0F), Map.entry(String.class, new String("text")),
				Map.entry(Class.class, String.class), Map.entry(BigDecimal.class, BigDecimal.ONE),
				Map.entry(java.sql.Date.class, new java.sql.Date(1)), Map.entry(Time.class, new Time(1)),
				Map.entry(Timestamp.class, new Timestamp(1)), Map.entry(Calendar.class, Calendar.getInstance()),
				Map.entry(Properties.class, new Properties()), Map.entry(byte[].class, new byte[1]),
				Map.entry(int[].class, new int[1]), Map.entry(String[].class, new String[1]),
				Map.entry(InputStream.class, InputStream.nullInputStream()),
				Map.entry(OutputStream.class, OutputStream.nullOutputStream()),
				Map.entry(Reader.class, Reader.nullReader()), Map.entry(Writer.class, Writer.nullWriter()),
				Map.entry(java.net.URL.class, url()), Map.entry(Object.class, new Object()))
			.getOrDefault(type, driver(type));
	}

	private static java.net.URL url() {
		try {
			return URI.create("file:///x").toURL();
		}
		catch (java.net.MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An object of a driver's that answers with nothing.
	 */
	private static @Nullable Object driver(Class<?> type) {
		if (type.isInterface()) {
			return Proxy.newProxyInstance(JdbcProxyTests.class.getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "hashCode" -> System.identityHashCode(proxy);
						case "equals" -> proxy == arguments[0];
						case "toString" -> "the driver's";
						default -> driver(method.getReturnType());
					});
		}
		if (type == Object[].class) {
			return new Object[0];
		}
		return (type.isPrimitive() && type != void.class)
				? java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0) : null;
	}

	private ConnectionGate gate() {
		return gate(this.calls);
	}

	/**
	 * A gate that lets everything pass.
	 */
	private static ConnectionGate gate(@Nullable List<String> calls) {
		ConnectionGate gate = mock(ConnectionGate.class);
		StatementGate statement = mock(StatementGate.class);
		try {
			given(statement.execute(any(), any())).willAnswer(
					(invocation) -> Optional.ofNullable(invocation.<StatementGate.Execution<?>>getArgument(1).run()));
			given(statement.executePrepared(any())).willAnswer(
					(invocation) -> Optional.ofNullable(invocation.<StatementGate.Execution<?>>getArgument(0).run()));
			given(statement.executeBatch(any())).willAnswer(
					(invocation) -> Optional.ofNullable(invocation.<StatementGate.Execution<?>>getArgument(0).run()));
			willAnswer((invocation) -> invocation.<StatementGate.Execution<?>>getArgument(0).run()).given(gate)
				.change(any());
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		given(gate.create()).willReturn(statement);
		given(gate.connection()).willReturn(mock(Connection.class));
		given(gate.describe(any())).willReturn("described");
		if (calls != null) {
			willAnswer((invocation) -> calls.add("enter")).given(gate).enter();
			willAnswer((invocation) -> calls.add("leave")).given(gate).leave();
			willAnswer((invocation) -> calls.add("failed " + invocation.<SQLException>getArgument(0).getMessage()))
				.given(gate)
				.failed(any());
		}
		return gate;
	}

	/**
	 * A class of a driver's.
	 */
	interface DriversBlob extends Blob {

	}

}
