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
 * The interfaces of JDBC whose objects belong to a connection and may lead to it.
 */
final class JdbcTypes {

	// Those that extend others come first. A driver may implement several by one class.
	private static final List<Class<?>> TYPES = List.of(Connection.class, CallableStatement.class,
			PreparedStatement.class, Statement.class, ResultSet.class, DatabaseMetaData.class, Array.class,
			Struct.class, Ref.class, NClob.class, Clob.class, Blob.class, SQLXML.class, ResultSetMetaData.class,
			ParameterMetaData.class);

	// Whoever reads rows asks for a value at a time.
	private static final ClassValue<Optional<Class<?>>> known = new ClassValue<>() {

		@Override
		protected Optional<Class<?>> computeValue(Class<?> type) {
			return TYPES.stream().filter((candidate) -> candidate.isAssignableFrom(type)).findFirst();
		}

	};

	private JdbcTypes() {
	}

	/**
	 * As what an object that a method returns is to be seen.
	 * @param declared the type that the method returns
	 * @param wanted the type that the caller asked for, if the method lets it
	 * @param object the object
	 * @return one of the interfaces, or {@code null} if the object is none that belongs
	 * to a connection
	 */
	static @Nullable Class<?> of(Class<?> declared, @Nullable Class<?> wanted, Object object) {
		if (declared.isInterface()) {
			return TYPES.contains(declared) ? declared : null;
		}
		if (declared != Object.class) {
			return null;
		}
		return (wanted != null && TYPES.contains(wanted)) ? wanted : known.get(object.getClass()).orElse(null);
	}

}
