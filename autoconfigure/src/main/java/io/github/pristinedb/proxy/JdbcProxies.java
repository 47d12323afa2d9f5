package io.github.pristinedb.proxy;

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
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Struct;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Makes the proxy of an object that belongs to a connection.
 */
final class JdbcProxies {

	// Those that extend others come first. A driver may implement several by one class.
	private static final List<Kind<?>> KINDS = List.of(
			new Kind<>(Connection.class, (connection, creator) -> creator.gate().connection()),
			new Kind<>(CallableStatement.class,
					(statement, creator) -> new CallableStatementProxy(statement, creator.gate(),
							creator.gate().create(), null)),
			new Kind<>(PreparedStatement.class,
					(statement, creator) -> new PreparedStatementProxy<>(statement, creator.gate(),
							creator.gate().create(), null)),
			new Kind<>(Statement.class, (statement, creator) -> statement(creator.gate(), statement)),
			new Kind<>(ResultSet.class, (rows, creator) -> creator.inFrontOf(rows)),
			new Kind<>(DatabaseMetaData.class,
					(metaData, creator) -> new DatabaseMetaDataProxy(metaData, creator.gate())),
			new Kind<>(Array.class, (array, creator) -> array(creator.gate(), array)),
			new Kind<>(Struct.class, (struct, creator) -> struct(creator.gate(), struct)),
			new Kind<>(Ref.class, (ref, creator) -> ref(creator.gate(), ref)),
			new Kind<>(NClob.class, (clob, creator) -> nclob(creator.gate(), clob)),
			new Kind<>(Clob.class, (clob, creator) -> clob(creator.gate(), clob)),
			new Kind<>(Blob.class, (blob, creator) -> blob(creator.gate(), blob)),
			new Kind<>(SQLXML.class, (xml, creator) -> sqlXml(creator.gate(), xml)),
			new Kind<>(ResultSetMetaData.class, (metaData, creator) -> resultSetMetaData(creator.gate(), metaData)),
			new Kind<>(ParameterMetaData.class, (metaData, creator) -> parameterMetaData(creator.gate(), metaData)));

	// Whoever reads rows asks for a value at a time.
	private static final ClassValue<Optional<Kind<?>>> known = new ClassValue<>() {

		@Override
		protected Optional<Kind<?>> computeValue(Class<?> type) {
			return KINDS.stream().filter((kind) -> kind.type().isAssignableFrom(type)).findFirst();
		}

	};

	private JdbcProxies() {
	}

	/**
	 * Stand in front of a value that may be anything.
	 * @param creator returns it
	 * @param wanted the class that the caller wants it to be of, if the method lets it
	 * say
	 * @param value the value
	 * @return its proxy if it belongs to the connection, or else the value
	 */
	static @Nullable Object value(JdbcProxy<?> creator, @Nullable Class<?> wanted, @Nullable Object value) {
		if (value == null) {
			return null;
		}
		Kind<?> kind = kind(wanted, value);
		if (kind == null) {
			return (value instanceof Object[] elements) ? values(creator, elements) : value;
		}
		if (wanted != null && !wanted.isAssignableFrom(kind.type())) {
			// A class of the driver's.
			creator.gate().stuck();
			return value;
		}
		return kind.inFrontOf(value, creator);
	}

	private static @Nullable Kind<?> kind(@Nullable Class<?> wanted, Object value) {
		if (wanted != null && wanted.isInstance(value)) {
			for (Kind<?> kind : KINDS) {
				if (kind.type() == wanted) {
					return kind;
				}
			}
		}
		return known.get(value.getClass()).orElse(null);
	}

	static Object[] values(JdbcProxy<?> creator, Object[] values) {
		return JdbcProxy.replace(values, (value) -> value(creator, null, value));
	}

	static @Nullable Statement statement(ConnectionGate gate, @Nullable Statement statement) {
		return (statement != null) ? new StatementProxy<>(statement, gate, gate.create(), null) : null;
	}

	static @Nullable Array array(ConnectionGate gate, @Nullable Array array) {
		return (array != null) ? new ArrayProxy(array, gate) : null;
	}

	static @Nullable Struct struct(ConnectionGate gate, @Nullable Struct struct) {
		return (struct != null) ? new StructProxy(struct, gate) : null;
	}

	static @Nullable Ref ref(ConnectionGate gate, @Nullable Ref ref) {
		return (ref != null) ? new RefProxy(ref, gate) : null;
	}

	static @Nullable Blob blob(ConnectionGate gate, @Nullable Blob blob) {
		if (blob == null) {
			return null;
		}
		gate.valueOpened(blob::free);
		return new BlobProxy(blob, gate);
	}

	static @Nullable Clob clob(ConnectionGate gate, @Nullable Clob clob) {
		if (clob == null) {
			return null;
		}
		gate.valueOpened(clob::free);
		return new ClobProxy<>(clob, gate);
	}

	static @Nullable NClob nclob(ConnectionGate gate, @Nullable NClob clob) {
		if (clob == null) {
			return null;
		}
		gate.valueOpened(clob::free);
		return new NClobProxy(clob, gate);
	}

	static @Nullable SQLXML sqlXml(ConnectionGate gate, @Nullable SQLXML xml) {
		return (xml != null) ? new SqlXmlProxy(xml, gate) : null;
	}

	static @Nullable ResultSetMetaData resultSetMetaData(ConnectionGate gate, @Nullable ResultSetMetaData metaData) {
		return (metaData != null) ? new ResultSetMetaDataProxy(metaData, gate) : null;
	}

	static @Nullable ParameterMetaData parameterMetaData(ConnectionGate gate, @Nullable ParameterMetaData metaData) {
		return (metaData != null) ? new ParameterMetaDataProxy(metaData, gate) : null;
	}

	/**
	 * An interface of JDBC whose objects belong to a connection and may lead to it.
	 *
	 * @param <T> the interface
	 * @param type the interface
	 * @param representation makes the proxy of an object
	 */
	private record Kind<T>(Class<T> type, Representation<T> representation) {

		@Nullable Object inFrontOf(Object value, JdbcProxy<?> creator) {
			return this.representation.inFrontOf(this.type.cast(value), creator);
		}

	}

	/**
	 * Makes the proxy of an object.
	 *
	 * @param <T> the type of the object
	 */
	@FunctionalInterface
	private interface Representation<T> {

		@Nullable T inFrontOf(T value, JdbcProxy<?> creator);

	}

}
