package io.github.pristinedb.proxy;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A call of a procedure as the application sees it.
 */
final class CallableStatementProxy extends PreparedStatementProxy<CallableStatement> implements CallableStatement {

	CallableStatementProxy(CallableStatement delegate, ConnectionGate gate, StatementGate statementGate,
			@Nullable String prepared) {
		super(delegate, gate, statementGate, prepared);
	}

	@Override
	public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterIndex, sqlType));
	}

	@Override
	public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterIndex, sqlType, scale));
	}

	@Override
	public boolean wasNull() throws SQLException {
		return call((statement) -> statement.wasNull());
	}

	@Override
	public String getString(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getString(parameterIndex));
	}

	@Override
	public boolean getBoolean(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getBoolean(parameterIndex));
	}

	@Override
	public byte getByte(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getByte(parameterIndex));
	}

	@Override
	public short getShort(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getShort(parameterIndex));
	}

	@Override
	public int getInt(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getInt(parameterIndex));
	}

	@Override
	public long getLong(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getLong(parameterIndex));
	}

	@Override
	public float getFloat(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getFloat(parameterIndex));
	}

	@Override
	public double getDouble(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getDouble(parameterIndex));
	}

	@Override
	@Deprecated
	public BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException {
		return call((statement) -> statement.getBigDecimal(parameterIndex, scale));
	}

	@Override
	public byte[] getBytes(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getBytes(parameterIndex));
	}

	@Override
	public Date getDate(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getDate(parameterIndex));
	}

	@Override
	public Time getTime(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getTime(parameterIndex));
	}

	@Override
	public Timestamp getTimestamp(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getTimestamp(parameterIndex));
	}

	@Override
	public @Nullable Object getObject(int parameterIndex) throws SQLException {
		return value((statement) -> statement.getObject(parameterIndex));
	}

	@Override
	public BigDecimal getBigDecimal(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getBigDecimal(parameterIndex));
	}

	@Override
	public @Nullable Object getObject(int parameterIndex, Map<String, Class<?>> map) throws SQLException {
		return value((statement) -> statement.getObject(parameterIndex, map));
	}

	@Override
	public @Nullable Ref getRef(int parameterIndex) throws SQLException {
		return JdbcProxies.ref(gate(), call((statement) -> statement.getRef(parameterIndex)));
	}

	@Override
	public @Nullable Blob getBlob(int parameterIndex) throws SQLException {
		return JdbcProxies.blob(gate(), call((statement) -> statement.getBlob(parameterIndex)));
	}

	@Override
	public @Nullable Clob getClob(int parameterIndex) throws SQLException {
		return JdbcProxies.clob(gate(), call((statement) -> statement.getClob(parameterIndex)));
	}

	@Override
	public @Nullable Array getArray(int parameterIndex) throws SQLException {
		return JdbcProxies.array(gate(), call((statement) -> statement.getArray(parameterIndex)));
	}

	@Override
	public Date getDate(int parameterIndex, Calendar cal) throws SQLException {
		return call((statement) -> statement.getDate(parameterIndex, cal));
	}

	@Override
	public Time getTime(int parameterIndex, Calendar cal) throws SQLException {
		return call((statement) -> statement.getTime(parameterIndex, cal));
	}

	@Override
	public Timestamp getTimestamp(int parameterIndex, Calendar cal) throws SQLException {
		return call((statement) -> statement.getTimestamp(parameterIndex, cal));
	}

	@Override
	public void registerOutParameter(int parameterIndex, int sqlType, String typeName) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterIndex, sqlType, typeName));
	}

	@Override
	public void registerOutParameter(String parameterName, int sqlType) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterName, sqlType));
	}

	@Override
	public void registerOutParameter(String parameterName, int sqlType, int scale) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterName, sqlType, scale));
	}

	@Override
	public void registerOutParameter(String parameterName, int sqlType, String typeName) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterName, sqlType, typeName));
	}

	@Override
	public URL getURL(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getURL(parameterIndex));
	}

	@Override
	public void setURL(String parameterName, URL val) throws SQLException {
		bind(parameterName, val, (statement) -> statement.setURL(parameterName, val));
	}

	@Override
	public void setNull(String parameterName, int sqlType) throws SQLException {
		bind(parameterName, null, (statement) -> statement.setNull(parameterName, sqlType));
	}

	@Override
	public void setBoolean(String parameterName, boolean x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setBoolean(parameterName, x));
	}

	@Override
	public void setByte(String parameterName, byte x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setByte(parameterName, x));
	}

	@Override
	public void setShort(String parameterName, short x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setShort(parameterName, x));
	}

	@Override
	public void setInt(String parameterName, int x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setInt(parameterName, x));
	}

	@Override
	public void setLong(String parameterName, long x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setLong(parameterName, x));
	}

	@Override
	public void setFloat(String parameterName, float x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setFloat(parameterName, x));
	}

	@Override
	public void setDouble(String parameterName, double x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setDouble(parameterName, x));
	}

	@Override
	public void setBigDecimal(String parameterName, BigDecimal x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setBigDecimal(parameterName, x));
	}

	@Override
	public void setString(String parameterName, String x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setString(parameterName, x));
	}

	@Override
	public void setBytes(String parameterName, byte[] x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setBytes(parameterName, x));
	}

	@Override
	public void setDate(String parameterName, Date x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setDate(parameterName, x));
	}

	@Override
	public void setTime(String parameterName, Time x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setTime(parameterName, x));
	}

	@Override
	public void setTimestamp(String parameterName, Timestamp x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setTimestamp(parameterName, x));
	}

	@Override
	public void setAsciiStream(String parameterName, InputStream x, int length) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setAsciiStream(parameterName, x, length));
	}

	@Override
	public void setBinaryStream(String parameterName, InputStream x, int length) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setBinaryStream(parameterName, x, length));
	}

	@Override
	public void setObject(String parameterName, Object x, int targetSqlType, int scale) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setObject(parameterName, behind(x), targetSqlType, scale));
	}

	@Override
	public void setObject(String parameterName, Object x, int targetSqlType) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setObject(parameterName, behind(x), targetSqlType));
	}

	@Override
	public void setObject(String parameterName, Object x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setObject(parameterName, behind(x)));
	}

	@Override
	public void setCharacterStream(String parameterName, Reader reader, int length) throws SQLException {
		bind(parameterName, reader, (statement) -> statement.setCharacterStream(parameterName, reader, length));
	}

	@Override
	public void setDate(String parameterName, Date x, Calendar cal) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setDate(parameterName, x, cal));
	}

	@Override
	public void setTime(String parameterName, Time x, Calendar cal) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setTime(parameterName, x, cal));
	}

	@Override
	public void setTimestamp(String parameterName, Timestamp x, Calendar cal) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setTimestamp(parameterName, x, cal));
	}

	@Override
	public void setNull(String parameterName, int sqlType, String typeName) throws SQLException {
		bind(parameterName, null, (statement) -> statement.setNull(parameterName, sqlType, typeName));
	}

	@Override
	public String getString(String parameterName) throws SQLException {
		return call((statement) -> statement.getString(parameterName));
	}

	@Override
	public boolean getBoolean(String parameterName) throws SQLException {
		return call((statement) -> statement.getBoolean(parameterName));
	}

	@Override
	public byte getByte(String parameterName) throws SQLException {
		return call((statement) -> statement.getByte(parameterName));
	}

	@Override
	public short getShort(String parameterName) throws SQLException {
		return call((statement) -> statement.getShort(parameterName));
	}

	@Override
	public int getInt(String parameterName) throws SQLException {
		return call((statement) -> statement.getInt(parameterName));
	}

	@Override
	public long getLong(String parameterName) throws SQLException {
		return call((statement) -> statement.getLong(parameterName));
	}

	@Override
	public float getFloat(String parameterName) throws SQLException {
		return call((statement) -> statement.getFloat(parameterName));
	}

	@Override
	public double getDouble(String parameterName) throws SQLException {
		return call((statement) -> statement.getDouble(parameterName));
	}

	@Override
	public byte[] getBytes(String parameterName) throws SQLException {
		return call((statement) -> statement.getBytes(parameterName));
	}

	@Override
	public Date getDate(String parameterName) throws SQLException {
		return call((statement) -> statement.getDate(parameterName));
	}

	@Override
	public Time getTime(String parameterName) throws SQLException {
		return call((statement) -> statement.getTime(parameterName));
	}

	@Override
	public Timestamp getTimestamp(String parameterName) throws SQLException {
		return call((statement) -> statement.getTimestamp(parameterName));
	}

	@Override
	public @Nullable Object getObject(String parameterName) throws SQLException {
		return value((statement) -> statement.getObject(parameterName));
	}

	@Override
	public BigDecimal getBigDecimal(String parameterName) throws SQLException {
		return call((statement) -> statement.getBigDecimal(parameterName));
	}

	@Override
	public @Nullable Object getObject(String parameterName, Map<String, Class<?>> map) throws SQLException {
		return value((statement) -> statement.getObject(parameterName, map));
	}

	@Override
	public @Nullable Ref getRef(String parameterName) throws SQLException {
		return JdbcProxies.ref(gate(), call((statement) -> statement.getRef(parameterName)));
	}

	@Override
	public @Nullable Blob getBlob(String parameterName) throws SQLException {
		return JdbcProxies.blob(gate(), call((statement) -> statement.getBlob(parameterName)));
	}

	@Override
	public @Nullable Clob getClob(String parameterName) throws SQLException {
		return JdbcProxies.clob(gate(), call((statement) -> statement.getClob(parameterName)));
	}

	@Override
	public @Nullable Array getArray(String parameterName) throws SQLException {
		return JdbcProxies.array(gate(), call((statement) -> statement.getArray(parameterName)));
	}

	@Override
	public Date getDate(String parameterName, Calendar cal) throws SQLException {
		return call((statement) -> statement.getDate(parameterName, cal));
	}

	@Override
	public Time getTime(String parameterName, Calendar cal) throws SQLException {
		return call((statement) -> statement.getTime(parameterName, cal));
	}

	@Override
	public Timestamp getTimestamp(String parameterName, Calendar cal) throws SQLException {
		return call((statement) -> statement.getTimestamp(parameterName, cal));
	}

	@Override
	public URL getURL(String parameterName) throws SQLException {
		return call((statement) -> statement.getURL(parameterName));
	}

	@Override
	public RowId getRowId(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getRowId(parameterIndex));
	}

	@Override
	public RowId getRowId(String parameterName) throws SQLException {
		return call((statement) -> statement.getRowId(parameterName));
	}

	@Override
	public void setRowId(String parameterName, RowId x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setRowId(parameterName, x));
	}

	@Override
	public void setNString(String parameterName, String value) throws SQLException {
		bind(parameterName, value, (statement) -> statement.setNString(parameterName, value));
	}

	@Override
	public void setNCharacterStream(String parameterName, Reader value, long length) throws SQLException {
		bind(parameterName, value, (statement) -> statement.setNCharacterStream(parameterName, value, length));
	}

	@Override
	public void setNClob(String parameterName, NClob value) throws SQLException {
		bind(parameterName, value, (statement) -> statement.setNClob(parameterName, behind(value)));
	}

	@Override
	public void setClob(String parameterName, Reader reader, long length) throws SQLException {
		bind(parameterName, reader, (statement) -> statement.setClob(parameterName, reader, length));
	}

	@Override
	public void setBlob(String parameterName, InputStream inputStream, long length) throws SQLException {
		bind(parameterName, inputStream, (statement) -> statement.setBlob(parameterName, inputStream, length));
	}

	@Override
	public void setNClob(String parameterName, Reader reader, long length) throws SQLException {
		bind(parameterName, reader, (statement) -> statement.setNClob(parameterName, reader, length));
	}

	@Override
	public @Nullable NClob getNClob(int parameterIndex) throws SQLException {
		return JdbcProxies.nclob(gate(), call((statement) -> statement.getNClob(parameterIndex)));
	}

	@Override
	public @Nullable NClob getNClob(String parameterName) throws SQLException {
		return JdbcProxies.nclob(gate(), call((statement) -> statement.getNClob(parameterName)));
	}

	@Override
	public void setSQLXML(String parameterName, SQLXML xmlObject) throws SQLException {
		bind(parameterName, xmlObject, (statement) -> statement.setSQLXML(parameterName, behind(xmlObject)));
	}

	@Override
	public @Nullable SQLXML getSQLXML(int parameterIndex) throws SQLException {
		return JdbcProxies.sqlXml(gate(), call((statement) -> statement.getSQLXML(parameterIndex)));
	}

	@Override
	public @Nullable SQLXML getSQLXML(String parameterName) throws SQLException {
		return JdbcProxies.sqlXml(gate(), call((statement) -> statement.getSQLXML(parameterName)));
	}

	@Override
	public String getNString(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getNString(parameterIndex));
	}

	@Override
	public String getNString(String parameterName) throws SQLException {
		return call((statement) -> statement.getNString(parameterName));
	}

	@Override
	public Reader getNCharacterStream(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getNCharacterStream(parameterIndex));
	}

	@Override
	public Reader getNCharacterStream(String parameterName) throws SQLException {
		return call((statement) -> statement.getNCharacterStream(parameterName));
	}

	@Override
	public Reader getCharacterStream(int parameterIndex) throws SQLException {
		return call((statement) -> statement.getCharacterStream(parameterIndex));
	}

	@Override
	public Reader getCharacterStream(String parameterName) throws SQLException {
		return call((statement) -> statement.getCharacterStream(parameterName));
	}

	@Override
	public void setBlob(String parameterName, Blob x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setBlob(parameterName, behind(x)));
	}

	@Override
	public void setClob(String parameterName, Clob x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setClob(parameterName, behind(x)));
	}

	@Override
	public void setAsciiStream(String parameterName, InputStream x, long length) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setAsciiStream(parameterName, x, length));
	}

	@Override
	public void setBinaryStream(String parameterName, InputStream x, long length) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setBinaryStream(parameterName, x, length));
	}

	@Override
	public void setCharacterStream(String parameterName, Reader reader, long length) throws SQLException {
		bind(parameterName, reader, (statement) -> statement.setCharacterStream(parameterName, reader, length));
	}

	@Override
	public void setAsciiStream(String parameterName, InputStream x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setAsciiStream(parameterName, x));
	}

	@Override
	public void setBinaryStream(String parameterName, InputStream x) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setBinaryStream(parameterName, x));
	}

	@Override
	public void setCharacterStream(String parameterName, Reader reader) throws SQLException {
		bind(parameterName, reader, (statement) -> statement.setCharacterStream(parameterName, reader));
	}

	@Override
	public void setNCharacterStream(String parameterName, Reader value) throws SQLException {
		bind(parameterName, value, (statement) -> statement.setNCharacterStream(parameterName, value));
	}

	@Override
	public void setClob(String parameterName, Reader reader) throws SQLException {
		bind(parameterName, reader, (statement) -> statement.setClob(parameterName, reader));
	}

	@Override
	public void setBlob(String parameterName, InputStream inputStream) throws SQLException {
		bind(parameterName, inputStream, (statement) -> statement.setBlob(parameterName, inputStream));
	}

	@Override
	public void setNClob(String parameterName, Reader reader) throws SQLException {
		bind(parameterName, reader, (statement) -> statement.setNClob(parameterName, reader));
	}

	@Override
	public <T> @Nullable T getObject(int parameterIndex, Class<T> type) throws SQLException {
		return value(type, (statement) -> statement.getObject(parameterIndex, type));
	}

	@Override
	public <T> @Nullable T getObject(String parameterName, Class<T> type) throws SQLException {
		return value(type, (statement) -> statement.getObject(parameterName, type));
	}

	@Override
	public void setObject(String parameterName, Object x, SQLType targetSqlType, int scaleOrLength)
			throws SQLException {
		bind(parameterName, x,
				(statement) -> statement.setObject(parameterName, behind(x), targetSqlType, scaleOrLength));
	}

	@Override
	public void setObject(String parameterName, Object x, SQLType targetSqlType) throws SQLException {
		bind(parameterName, x, (statement) -> statement.setObject(parameterName, behind(x), targetSqlType));
	}

	@Override
	public void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterIndex, sqlType));
	}

	@Override
	public void registerOutParameter(int parameterIndex, SQLType sqlType, int scale) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterIndex, sqlType, scale));
	}

	@Override
	public void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterIndex, sqlType, typeName));
	}

	@Override
	public void registerOutParameter(String parameterName, SQLType sqlType) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterName, sqlType));
	}

	@Override
	public void registerOutParameter(String parameterName, SQLType sqlType, int scale) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterName, sqlType, scale));
	}

	@Override
	public void registerOutParameter(String parameterName, SQLType sqlType, String typeName) throws SQLException {
		run((statement) -> statement.registerOutParameter(parameterName, sqlType, typeName));
	}

}
