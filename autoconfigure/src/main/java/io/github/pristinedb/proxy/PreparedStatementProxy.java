package io.github.pristinedb.proxy;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;

import org.jspecify.annotations.Nullable;

/**
 * A prepared statement as the application sees it.
 *
 * @param <T> the type of the statement
 */
class PreparedStatementProxy<T extends PreparedStatement> extends StatementProxy<T> implements PreparedStatement {

	PreparedStatementProxy(T delegate, ConnectionGate gate, StatementGate statementGate, @Nullable String prepared) {
		super(delegate, gate, statementGate, prepared);
	}

	@Override
	public void setNull(int parameterIndex, int sqlType) throws SQLException {
		bind(parameterIndex, null, (statement) -> statement.setNull(parameterIndex, sqlType));
	}

	@Override
	public void setBoolean(int parameterIndex, boolean x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setBoolean(parameterIndex, x));
	}

	@Override
	public void setByte(int parameterIndex, byte x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setByte(parameterIndex, x));
	}

	@Override
	public void setShort(int parameterIndex, short x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setShort(parameterIndex, x));
	}

	@Override
	public void setInt(int parameterIndex, int x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setInt(parameterIndex, x));
	}

	@Override
	public void setLong(int parameterIndex, long x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setLong(parameterIndex, x));
	}

	@Override
	public void setFloat(int parameterIndex, float x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setFloat(parameterIndex, x));
	}

	@Override
	public void setDouble(int parameterIndex, double x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setDouble(parameterIndex, x));
	}

	@Override
	public void setBigDecimal(int parameterIndex, BigDecimal x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setBigDecimal(parameterIndex, x));
	}

	@Override
	public void setString(int parameterIndex, String x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setString(parameterIndex, x));
	}

	@Override
	public void setBytes(int parameterIndex, byte[] x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setBytes(parameterIndex, x));
	}

	@Override
	public void setDate(int parameterIndex, Date x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setDate(parameterIndex, x));
	}

	@Override
	public void setTime(int parameterIndex, Time x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setTime(parameterIndex, x));
	}

	@Override
	public void setTimestamp(int parameterIndex, Timestamp x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setTimestamp(parameterIndex, x));
	}

	@Override
	public void setAsciiStream(int parameterIndex, InputStream x, int length) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setAsciiStream(parameterIndex, x, length));
	}

	@Override
	@Deprecated
	public void setUnicodeStream(int parameterIndex, InputStream x, int length) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setUnicodeStream(parameterIndex, x, length));
	}

	@Override
	public void setBinaryStream(int parameterIndex, InputStream x, int length) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setBinaryStream(parameterIndex, x, length));
	}

	@Override
	public void clearParameters() throws SQLException {
		unbind((statement) -> statement.clearParameters());
	}

	@Override
	public void setObject(int parameterIndex, Object x, int targetSqlType) throws SQLException {
		setLargeObject(parameterIndex, x, targetSqlType,
				(statement) -> statement.setObject(parameterIndex, behind(x), targetSqlType));
	}

	@Override
	public void setObject(int parameterIndex, Object x) throws SQLException {
		setLargeObject(parameterIndex, x, Types.OTHER, (statement) -> statement.setObject(parameterIndex, behind(x)));
	}

	@Override
	public void addBatch() throws SQLException {
		addSet((statement) -> statement.addBatch());
	}

	@Override
	public void setCharacterStream(int parameterIndex, Reader reader, int length) throws SQLException {
		bind(parameterIndex, reader, (statement) -> statement.setCharacterStream(parameterIndex, reader, length));
	}

	@Override
	public void setRef(int parameterIndex, Ref x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setRef(parameterIndex, behind(x)));
	}

	/**
	 * Some drivers write a large object when they are given it, rather than by the
	 * statement.
	 */
	private void setLargeObject(int parameterIndex, @Nullable Object value, int type, JdbcAction<T> action)
			throws SQLException {
		bind(parameterIndex, value, (statement) -> {
			boolean large = type == Types.BLOB || type == Types.CLOB || value instanceof Blob || value instanceof Clob;
			if (large && value != null) {
				gate().largeObject(true);
			}
			action.on(statement);
		});
	}

	@Override
	public void setBlob(int parameterIndex, Blob x) throws SQLException {
		setLargeObject(parameterIndex, x, Types.BLOB, (statement) -> statement.setBlob(parameterIndex, behind(x)));
	}

	@Override
	public void setClob(int parameterIndex, Clob x) throws SQLException {
		setLargeObject(parameterIndex, x, Types.CLOB, (statement) -> statement.setClob(parameterIndex, behind(x)));
	}

	@Override
	public void setArray(int parameterIndex, Array x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setArray(parameterIndex, behind(x)));
	}

	@Override
	public @Nullable ResultSetMetaData getMetaData() throws SQLException {
		return JdbcProxies.resultSetMetaData(gate(), call((statement) -> statement.getMetaData()));
	}

	@Override
	public void setDate(int parameterIndex, Date x, Calendar cal) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setDate(parameterIndex, x, cal));
	}

	@Override
	public void setTime(int parameterIndex, Time x, Calendar cal) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setTime(parameterIndex, x, cal));
	}

	@Override
	public void setTimestamp(int parameterIndex, Timestamp x, Calendar cal) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setTimestamp(parameterIndex, x, cal));
	}

	@Override
	public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
		bind(parameterIndex, null, (statement) -> statement.setNull(parameterIndex, sqlType, typeName));
	}

	@Override
	public void setURL(int parameterIndex, URL x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setURL(parameterIndex, x));
	}

	@Override
	public @Nullable ParameterMetaData getParameterMetaData() throws SQLException {
		return JdbcProxies.parameterMetaData(gate(), call((statement) -> statement.getParameterMetaData()));
	}

	@Override
	public void setRowId(int parameterIndex, RowId x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setRowId(parameterIndex, x));
	}

	@Override
	public void setNString(int parameterIndex, String value) throws SQLException {
		bind(parameterIndex, value, (statement) -> statement.setNString(parameterIndex, value));
	}

	@Override
	public void setNCharacterStream(int parameterIndex, Reader value, long length) throws SQLException {
		bind(parameterIndex, value, (statement) -> statement.setNCharacterStream(parameterIndex, value, length));
	}

	@Override
	public void setNClob(int parameterIndex, NClob value) throws SQLException {
		bind(parameterIndex, value, (statement) -> statement.setNClob(parameterIndex, behind(value)));
	}

	@Override
	public void setClob(int parameterIndex, Reader reader, long length) throws SQLException {
		bind(parameterIndex, reader, (statement) -> statement.setClob(parameterIndex, reader, length));
	}

	@Override
	public void setBlob(int parameterIndex, InputStream inputStream, long length) throws SQLException {
		setLargeObject(parameterIndex, inputStream, Types.BLOB,
				(statement) -> statement.setBlob(parameterIndex, inputStream, length));
	}

	@Override
	public void setNClob(int parameterIndex, Reader reader, long length) throws SQLException {
		bind(parameterIndex, reader, (statement) -> statement.setNClob(parameterIndex, reader, length));
	}

	@Override
	public void setSQLXML(int parameterIndex, SQLXML xmlObject) throws SQLException {
		bind(parameterIndex, xmlObject, (statement) -> statement.setSQLXML(parameterIndex, behind(xmlObject)));
	}

	@Override
	public void setObject(int parameterIndex, Object x, int targetSqlType, int scaleOrLength) throws SQLException {
		setLargeObject(parameterIndex, x, targetSqlType,
				(statement) -> statement.setObject(parameterIndex, behind(x), targetSqlType, scaleOrLength));
	}

	@Override
	public void setAsciiStream(int parameterIndex, InputStream x, long length) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setAsciiStream(parameterIndex, x, length));
	}

	@Override
	public void setBinaryStream(int parameterIndex, InputStream x, long length) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setBinaryStream(parameterIndex, x, length));
	}

	@Override
	public void setCharacterStream(int parameterIndex, Reader reader, long length) throws SQLException {
		bind(parameterIndex, reader, (statement) -> statement.setCharacterStream(parameterIndex, reader, length));
	}

	@Override
	public void setAsciiStream(int parameterIndex, InputStream x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setAsciiStream(parameterIndex, x));
	}

	@Override
	public void setBinaryStream(int parameterIndex, InputStream x) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setBinaryStream(parameterIndex, x));
	}

	@Override
	public void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
		bind(parameterIndex, reader, (statement) -> statement.setCharacterStream(parameterIndex, reader));
	}

	@Override
	public void setNCharacterStream(int parameterIndex, Reader value) throws SQLException {
		bind(parameterIndex, value, (statement) -> statement.setNCharacterStream(parameterIndex, value));
	}

	@Override
	public void setClob(int parameterIndex, Reader reader) throws SQLException {
		bind(parameterIndex, reader, (statement) -> statement.setClob(parameterIndex, reader));
	}

	@Override
	public void setBlob(int parameterIndex, InputStream inputStream) throws SQLException {
		setLargeObject(parameterIndex, inputStream, Types.BLOB,
				(statement) -> statement.setBlob(parameterIndex, inputStream));
	}

	@Override
	public void setNClob(int parameterIndex, Reader reader) throws SQLException {
		bind(parameterIndex, reader, (statement) -> statement.setNClob(parameterIndex, reader));
	}

	@Override
	public void setObject(int parameterIndex, Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException {
		bind(parameterIndex, x,
				(statement) -> statement.setObject(parameterIndex, behind(x), targetSqlType, scaleOrLength));
	}

	@Override
	public void setObject(int parameterIndex, Object x, SQLType targetSqlType) throws SQLException {
		bind(parameterIndex, x, (statement) -> statement.setObject(parameterIndex, behind(x), targetSqlType));
	}

	@Override
	public @Nullable ResultSet executeQuery() throws SQLException {
		return found(executePrepared(PreparedStatement::executeQuery).orElse(null));
	}

	@Override
	public boolean execute() throws SQLException {
		return executePrepared(PreparedStatement::execute).orElse(false);
	}

	@Override
	public int executeUpdate() throws SQLException {
		return executePrepared(PreparedStatement::executeUpdate).orElse(0);
	}

	@Override
	public long executeLargeUpdate() throws SQLException {
		return executePrepared(PreparedStatement::executeLargeUpdate).orElse(0L);
	}

}
