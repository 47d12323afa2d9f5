package io.github.pristinedb.proxy;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An array as the application sees it.
 */
final class ArrayProxy extends JdbcProxy<Array> implements Array {

	ArrayProxy(Array delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

	@Override
	public String getBaseTypeName() throws SQLException {
		return call((array) -> array.getBaseTypeName());
	}

	@Override
	public int getBaseType() throws SQLException {
		return call((array) -> array.getBaseType());
	}

	@Override
	public @Nullable Object getArray() throws SQLException {
		return value((array) -> array.getArray());
	}

	@Override
	public @Nullable Object getArray(Map<String, Class<?>> map) throws SQLException {
		return value((array) -> array.getArray(map));
	}

	@Override
	public @Nullable Object getArray(long index, int count) throws SQLException {
		return value((array) -> array.getArray(index, count));
	}

	@Override
	public @Nullable Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
		return value((array) -> array.getArray(index, count, map));
	}

	@Override
	public @Nullable ResultSet getResultSet() throws SQLException {
		return rows((array) -> array.getResultSet());
	}

	@Override
	public @Nullable ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
		return rows((array) -> array.getResultSet(map));
	}

	@Override
	public @Nullable ResultSet getResultSet(long index, int count) throws SQLException {
		return rows((array) -> array.getResultSet(index, count));
	}

	@Override
	public @Nullable ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
		return rows((array) -> array.getResultSet(index, count, map));
	}

	@Override
	public void free() throws SQLException {
		run(Array::free);
	}

}
