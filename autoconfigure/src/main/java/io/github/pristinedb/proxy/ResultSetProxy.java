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
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

import io.github.pristinedb.proxy.StatementRecorder.RowCount;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result as the application sees them.
 */
final class ResultSetProxy extends JdbcProxy<ResultSet> implements ResultSet {

	private final @Nullable Statement statement;

	private final @Nullable RowCount count;

	/**
	 * Stand in front of rows.
	 * @param delegate the rows
	 * @param gate passes each call
	 * @param statement the statement that found them, as the application sees it,
	 * {@code null} if no statement of the application's did
	 * @param count counts the rows that are read, {@code null} if nobody wants to know
	 */
	ResultSetProxy(ResultSet delegate, ConnectionGate gate, @Nullable Statement statement, @Nullable RowCount count) {
		super(delegate, gate);
		this.statement = statement;
		this.count = count;
	}

	@Override
	protected void ensureUsable() throws SQLException {
		gate().ensureUsable();
	}

	@Override
	public boolean wasNull() throws SQLException {
		return call((rows) -> rows.wasNull());
	}

	@Override
	public String getString(int columnIndex) throws SQLException {
		return call((rows) -> rows.getString(columnIndex));
	}

	@Override
	public boolean getBoolean(int columnIndex) throws SQLException {
		return call((rows) -> rows.getBoolean(columnIndex));
	}

	@Override
	public byte getByte(int columnIndex) throws SQLException {
		return call((rows) -> rows.getByte(columnIndex));
	}

	@Override
	public short getShort(int columnIndex) throws SQLException {
		return call((rows) -> rows.getShort(columnIndex));
	}

	@Override
	public int getInt(int columnIndex) throws SQLException {
		return call((rows) -> rows.getInt(columnIndex));
	}

	@Override
	public long getLong(int columnIndex) throws SQLException {
		return call((rows) -> rows.getLong(columnIndex));
	}

	@Override
	public float getFloat(int columnIndex) throws SQLException {
		return call((rows) -> rows.getFloat(columnIndex));
	}

	@Override
	public double getDouble(int columnIndex) throws SQLException {
		return call((rows) -> rows.getDouble(columnIndex));
	}

	@Override
	@Deprecated
	public BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
		return call((rows) -> rows.getBigDecimal(columnIndex, scale));
	}

	@Override
	public byte[] getBytes(int columnIndex) throws SQLException {
		return call((rows) -> rows.getBytes(columnIndex));
	}

	@Override
	public Date getDate(int columnIndex) throws SQLException {
		return call((rows) -> rows.getDate(columnIndex));
	}

	@Override
	public Time getTime(int columnIndex) throws SQLException {
		return call((rows) -> rows.getTime(columnIndex));
	}

	@Override
	public Timestamp getTimestamp(int columnIndex) throws SQLException {
		return call((rows) -> rows.getTimestamp(columnIndex));
	}

	@Override
	public InputStream getAsciiStream(int columnIndex) throws SQLException {
		return call((rows) -> rows.getAsciiStream(columnIndex));
	}

	@Override
	@Deprecated
	public InputStream getUnicodeStream(int columnIndex) throws SQLException {
		return call((rows) -> rows.getUnicodeStream(columnIndex));
	}

	@Override
	public InputStream getBinaryStream(int columnIndex) throws SQLException {
		return call((rows) -> rows.getBinaryStream(columnIndex));
	}

	@Override
	public String getString(String columnLabel) throws SQLException {
		return call((rows) -> rows.getString(columnLabel));
	}

	@Override
	public boolean getBoolean(String columnLabel) throws SQLException {
		return call((rows) -> rows.getBoolean(columnLabel));
	}

	@Override
	public byte getByte(String columnLabel) throws SQLException {
		return call((rows) -> rows.getByte(columnLabel));
	}

	@Override
	public short getShort(String columnLabel) throws SQLException {
		return call((rows) -> rows.getShort(columnLabel));
	}

	@Override
	public int getInt(String columnLabel) throws SQLException {
		return call((rows) -> rows.getInt(columnLabel));
	}

	@Override
	public long getLong(String columnLabel) throws SQLException {
		return call((rows) -> rows.getLong(columnLabel));
	}

	@Override
	public float getFloat(String columnLabel) throws SQLException {
		return call((rows) -> rows.getFloat(columnLabel));
	}

	@Override
	public double getDouble(String columnLabel) throws SQLException {
		return call((rows) -> rows.getDouble(columnLabel));
	}

	@Override
	@Deprecated
	public BigDecimal getBigDecimal(String columnLabel, int scale) throws SQLException {
		return call((rows) -> rows.getBigDecimal(columnLabel, scale));
	}

	@Override
	public byte[] getBytes(String columnLabel) throws SQLException {
		return call((rows) -> rows.getBytes(columnLabel));
	}

	@Override
	public Date getDate(String columnLabel) throws SQLException {
		return call((rows) -> rows.getDate(columnLabel));
	}

	@Override
	public Time getTime(String columnLabel) throws SQLException {
		return call((rows) -> rows.getTime(columnLabel));
	}

	@Override
	public Timestamp getTimestamp(String columnLabel) throws SQLException {
		return call((rows) -> rows.getTimestamp(columnLabel));
	}

	@Override
	public InputStream getAsciiStream(String columnLabel) throws SQLException {
		return call((rows) -> rows.getAsciiStream(columnLabel));
	}

	@Override
	@Deprecated
	public InputStream getUnicodeStream(String columnLabel) throws SQLException {
		return call((rows) -> rows.getUnicodeStream(columnLabel));
	}

	@Override
	public InputStream getBinaryStream(String columnLabel) throws SQLException {
		return call((rows) -> rows.getBinaryStream(columnLabel));
	}

	@Override
	public SQLWarning getWarnings() throws SQLException {
		return call((rows) -> rows.getWarnings());
	}

	@Override
	public void clearWarnings() throws SQLException {
		run((rows) -> rows.clearWarnings());
	}

	@Override
	public String getCursorName() throws SQLException {
		return call((rows) -> rows.getCursorName());
	}

	@Override
	public @Nullable ResultSetMetaData getMetaData() throws SQLException {
		return JdbcProxies.resultSetMetaData(gate(), call((rows) -> rows.getMetaData()));
	}

	@Override
	public @Nullable Object getObject(int columnIndex) throws SQLException {
		return value((rows) -> rows.getObject(columnIndex));
	}

	@Override
	public @Nullable Object getObject(String columnLabel) throws SQLException {
		return value((rows) -> rows.getObject(columnLabel));
	}

	@Override
	public int findColumn(String columnLabel) throws SQLException {
		return call((rows) -> rows.findColumn(columnLabel));
	}

	@Override
	public Reader getCharacterStream(int columnIndex) throws SQLException {
		return call((rows) -> rows.getCharacterStream(columnIndex));
	}

	@Override
	public Reader getCharacterStream(String columnLabel) throws SQLException {
		return call((rows) -> rows.getCharacterStream(columnLabel));
	}

	@Override
	public BigDecimal getBigDecimal(int columnIndex) throws SQLException {
		return call((rows) -> rows.getBigDecimal(columnIndex));
	}

	@Override
	public BigDecimal getBigDecimal(String columnLabel) throws SQLException {
		return call((rows) -> rows.getBigDecimal(columnLabel));
	}

	@Override
	public boolean isBeforeFirst() throws SQLException {
		return call((rows) -> rows.isBeforeFirst());
	}

	@Override
	public boolean isAfterLast() throws SQLException {
		return call((rows) -> rows.isAfterLast());
	}

	@Override
	public boolean isFirst() throws SQLException {
		return call((rows) -> rows.isFirst());
	}

	@Override
	public boolean isLast() throws SQLException {
		return call((rows) -> rows.isLast());
	}

	@Override
	public void beforeFirst() throws SQLException {
		run((rows) -> rows.beforeFirst());
	}

	@Override
	public void afterLast() throws SQLException {
		run((rows) -> rows.afterLast());
	}

	@Override
	public boolean first() throws SQLException {
		return call((rows) -> rows.first());
	}

	@Override
	public boolean last() throws SQLException {
		return call((rows) -> rows.last());
	}

	@Override
	public int getRow() throws SQLException {
		return call((rows) -> rows.getRow());
	}

	@Override
	public boolean absolute(int row) throws SQLException {
		return call((rows) -> rows.absolute(row));
	}

	@Override
	public boolean relative(int count) throws SQLException {
		return call((rows) -> rows.relative(count));
	}

	@Override
	public boolean previous() throws SQLException {
		return call((rows) -> rows.previous());
	}

	@Override
	public void setFetchDirection(int direction) throws SQLException {
		run((rows) -> rows.setFetchDirection(direction));
	}

	@Override
	public int getFetchDirection() throws SQLException {
		return call((rows) -> rows.getFetchDirection());
	}

	@Override
	public void setFetchSize(int size) throws SQLException {
		run((rows) -> rows.setFetchSize(size));
	}

	@Override
	public int getFetchSize() throws SQLException {
		return call((rows) -> rows.getFetchSize());
	}

	@Override
	public int getType() throws SQLException {
		return call((rows) -> rows.getType());
	}

	@Override
	public int getConcurrency() throws SQLException {
		return call((rows) -> rows.getConcurrency());
	}

	@Override
	public boolean rowUpdated() throws SQLException {
		return call((rows) -> rows.rowUpdated());
	}

	@Override
	public boolean rowInserted() throws SQLException {
		return call((rows) -> rows.rowInserted());
	}

	@Override
	public boolean rowDeleted() throws SQLException {
		return call((rows) -> rows.rowDeleted());
	}

	@Override
	public void updateNull(int columnIndex) throws SQLException {
		run((rows) -> rows.updateNull(columnIndex));
	}

	@Override
	public void updateBoolean(int columnIndex, boolean x) throws SQLException {
		run((rows) -> rows.updateBoolean(columnIndex, x));
	}

	@Override
	public void updateByte(int columnIndex, byte x) throws SQLException {
		run((rows) -> rows.updateByte(columnIndex, x));
	}

	@Override
	public void updateShort(int columnIndex, short x) throws SQLException {
		run((rows) -> rows.updateShort(columnIndex, x));
	}

	@Override
	public void updateInt(int columnIndex, int x) throws SQLException {
		run((rows) -> rows.updateInt(columnIndex, x));
	}

	@Override
	public void updateLong(int columnIndex, long x) throws SQLException {
		run((rows) -> rows.updateLong(columnIndex, x));
	}

	@Override
	public void updateFloat(int columnIndex, float x) throws SQLException {
		run((rows) -> rows.updateFloat(columnIndex, x));
	}

	@Override
	public void updateDouble(int columnIndex, double x) throws SQLException {
		run((rows) -> rows.updateDouble(columnIndex, x));
	}

	@Override
	public void updateBigDecimal(int columnIndex, BigDecimal x) throws SQLException {
		run((rows) -> rows.updateBigDecimal(columnIndex, x));
	}

	@Override
	public void updateString(int columnIndex, String x) throws SQLException {
		run((rows) -> rows.updateString(columnIndex, x));
	}

	@Override
	public void updateBytes(int columnIndex, byte[] x) throws SQLException {
		run((rows) -> rows.updateBytes(columnIndex, x));
	}

	@Override
	public void updateDate(int columnIndex, Date x) throws SQLException {
		run((rows) -> rows.updateDate(columnIndex, x));
	}

	@Override
	public void updateTime(int columnIndex, Time x) throws SQLException {
		run((rows) -> rows.updateTime(columnIndex, x));
	}

	@Override
	public void updateTimestamp(int columnIndex, Timestamp x) throws SQLException {
		run((rows) -> rows.updateTimestamp(columnIndex, x));
	}

	@Override
	public void updateAsciiStream(int columnIndex, InputStream x, int length) throws SQLException {
		run((rows) -> rows.updateAsciiStream(columnIndex, x, length));
	}

	@Override
	public void updateBinaryStream(int columnIndex, InputStream x, int length) throws SQLException {
		run((rows) -> rows.updateBinaryStream(columnIndex, x, length));
	}

	@Override
	public void updateCharacterStream(int columnIndex, Reader x, int length) throws SQLException {
		run((rows) -> rows.updateCharacterStream(columnIndex, x, length));
	}

	@Override
	public void updateObject(int columnIndex, Object x, int scaleOrLength) throws SQLException {
		run((rows) -> rows.updateObject(columnIndex, behind(x), scaleOrLength));
	}

	@Override
	public void updateObject(int columnIndex, Object x) throws SQLException {
		run((rows) -> rows.updateObject(columnIndex, behind(x)));
	}

	@Override
	public void updateNull(String columnLabel) throws SQLException {
		run((rows) -> rows.updateNull(columnLabel));
	}

	@Override
	public void updateBoolean(String columnLabel, boolean x) throws SQLException {
		run((rows) -> rows.updateBoolean(columnLabel, x));
	}

	@Override
	public void updateByte(String columnLabel, byte x) throws SQLException {
		run((rows) -> rows.updateByte(columnLabel, x));
	}

	@Override
	public void updateShort(String columnLabel, short x) throws SQLException {
		run((rows) -> rows.updateShort(columnLabel, x));
	}

	@Override
	public void updateInt(String columnLabel, int x) throws SQLException {
		run((rows) -> rows.updateInt(columnLabel, x));
	}

	@Override
	public void updateLong(String columnLabel, long x) throws SQLException {
		run((rows) -> rows.updateLong(columnLabel, x));
	}

	@Override
	public void updateFloat(String columnLabel, float x) throws SQLException {
		run((rows) -> rows.updateFloat(columnLabel, x));
	}

	@Override
	public void updateDouble(String columnLabel, double x) throws SQLException {
		run((rows) -> rows.updateDouble(columnLabel, x));
	}

	@Override
	public void updateBigDecimal(String columnLabel, BigDecimal x) throws SQLException {
		run((rows) -> rows.updateBigDecimal(columnLabel, x));
	}

	@Override
	public void updateString(String columnLabel, String x) throws SQLException {
		run((rows) -> rows.updateString(columnLabel, x));
	}

	@Override
	public void updateBytes(String columnLabel, byte[] x) throws SQLException {
		run((rows) -> rows.updateBytes(columnLabel, x));
	}

	@Override
	public void updateDate(String columnLabel, Date x) throws SQLException {
		run((rows) -> rows.updateDate(columnLabel, x));
	}

	@Override
	public void updateTime(String columnLabel, Time x) throws SQLException {
		run((rows) -> rows.updateTime(columnLabel, x));
	}

	@Override
	public void updateTimestamp(String columnLabel, Timestamp x) throws SQLException {
		run((rows) -> rows.updateTimestamp(columnLabel, x));
	}

	@Override
	public void updateAsciiStream(String columnLabel, InputStream x, int length) throws SQLException {
		run((rows) -> rows.updateAsciiStream(columnLabel, x, length));
	}

	@Override
	public void updateBinaryStream(String columnLabel, InputStream x, int length) throws SQLException {
		run((rows) -> rows.updateBinaryStream(columnLabel, x, length));
	}

	@Override
	public void updateCharacterStream(String columnLabel, Reader reader, int length) throws SQLException {
		run((rows) -> rows.updateCharacterStream(columnLabel, reader, length));
	}

	@Override
	public void updateObject(String columnLabel, Object x, int scaleOrLength) throws SQLException {
		run((rows) -> rows.updateObject(columnLabel, behind(x), scaleOrLength));
	}

	@Override
	public void updateObject(String columnLabel, Object x) throws SQLException {
		run((rows) -> rows.updateObject(columnLabel, behind(x)));
	}

	private void change(JdbcAction<ResultSet> change) throws SQLException {
		run((rows) -> gate().change(() -> {
			change.on(rows);
			return true;
		}));
	}

	@Override
	public void insertRow() throws SQLException {
		change((rows) -> rows.insertRow());
	}

	@Override
	public void updateRow() throws SQLException {
		change((rows) -> rows.updateRow());
	}

	@Override
	public void deleteRow() throws SQLException {
		change((rows) -> rows.deleteRow());
	}

	@Override
	public void refreshRow() throws SQLException {
		run((rows) -> rows.refreshRow());
	}

	@Override
	public void cancelRowUpdates() throws SQLException {
		run((rows) -> rows.cancelRowUpdates());
	}

	@Override
	public void moveToInsertRow() throws SQLException {
		run((rows) -> rows.moveToInsertRow());
	}

	@Override
	public void moveToCurrentRow() throws SQLException {
		run((rows) -> rows.moveToCurrentRow());
	}

	@Override
	public @Nullable Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException {
		return value((rows) -> rows.getObject(columnIndex, map));
	}

	@Override
	public @Nullable Ref getRef(int columnIndex) throws SQLException {
		return JdbcProxies.ref(gate(), call((rows) -> rows.getRef(columnIndex)));
	}

	@Override
	public @Nullable Blob getBlob(int columnIndex) throws SQLException {
		return JdbcProxies.blob(gate(), call((rows) -> rows.getBlob(columnIndex)));
	}

	@Override
	public @Nullable Clob getClob(int columnIndex) throws SQLException {
		return JdbcProxies.clob(gate(), call((rows) -> rows.getClob(columnIndex)));
	}

	@Override
	public @Nullable Array getArray(int columnIndex) throws SQLException {
		return JdbcProxies.array(gate(), call((rows) -> rows.getArray(columnIndex)));
	}

	@Override
	public @Nullable Object getObject(String columnLabel, Map<String, Class<?>> map) throws SQLException {
		return value((rows) -> rows.getObject(columnLabel, map));
	}

	@Override
	public @Nullable Ref getRef(String columnLabel) throws SQLException {
		return JdbcProxies.ref(gate(), call((rows) -> rows.getRef(columnLabel)));
	}

	@Override
	public @Nullable Blob getBlob(String columnLabel) throws SQLException {
		return JdbcProxies.blob(gate(), call((rows) -> rows.getBlob(columnLabel)));
	}

	@Override
	public @Nullable Clob getClob(String columnLabel) throws SQLException {
		return JdbcProxies.clob(gate(), call((rows) -> rows.getClob(columnLabel)));
	}

	@Override
	public @Nullable Array getArray(String columnLabel) throws SQLException {
		return JdbcProxies.array(gate(), call((rows) -> rows.getArray(columnLabel)));
	}

	@Override
	public Date getDate(int columnIndex, Calendar cal) throws SQLException {
		return call((rows) -> rows.getDate(columnIndex, cal));
	}

	@Override
	public Date getDate(String columnLabel, Calendar cal) throws SQLException {
		return call((rows) -> rows.getDate(columnLabel, cal));
	}

	@Override
	public Time getTime(int columnIndex, Calendar cal) throws SQLException {
		return call((rows) -> rows.getTime(columnIndex, cal));
	}

	@Override
	public Time getTime(String columnLabel, Calendar cal) throws SQLException {
		return call((rows) -> rows.getTime(columnLabel, cal));
	}

	@Override
	public Timestamp getTimestamp(int columnIndex, Calendar cal) throws SQLException {
		return call((rows) -> rows.getTimestamp(columnIndex, cal));
	}

	@Override
	public Timestamp getTimestamp(String columnLabel, Calendar cal) throws SQLException {
		return call((rows) -> rows.getTimestamp(columnLabel, cal));
	}

	@Override
	public URL getURL(int columnIndex) throws SQLException {
		return call((rows) -> rows.getURL(columnIndex));
	}

	@Override
	public URL getURL(String columnLabel) throws SQLException {
		return call((rows) -> rows.getURL(columnLabel));
	}

	@Override
	public void updateRef(int columnIndex, Ref x) throws SQLException {
		run((rows) -> rows.updateRef(columnIndex, behind(x)));
	}

	@Override
	public void updateRef(String columnLabel, Ref x) throws SQLException {
		run((rows) -> rows.updateRef(columnLabel, behind(x)));
	}

	@Override
	public void updateBlob(int columnIndex, Blob x) throws SQLException {
		run((rows) -> rows.updateBlob(columnIndex, behind(x)));
	}

	@Override
	public void updateBlob(String columnLabel, Blob x) throws SQLException {
		run((rows) -> rows.updateBlob(columnLabel, behind(x)));
	}

	@Override
	public void updateClob(int columnIndex, Clob x) throws SQLException {
		run((rows) -> rows.updateClob(columnIndex, behind(x)));
	}

	@Override
	public void updateClob(String columnLabel, Clob x) throws SQLException {
		run((rows) -> rows.updateClob(columnLabel, behind(x)));
	}

	@Override
	public void updateArray(int columnIndex, Array x) throws SQLException {
		run((rows) -> rows.updateArray(columnIndex, behind(x)));
	}

	@Override
	public void updateArray(String columnLabel, Array x) throws SQLException {
		run((rows) -> rows.updateArray(columnLabel, behind(x)));
	}

	@Override
	public RowId getRowId(int columnIndex) throws SQLException {
		return call((rows) -> rows.getRowId(columnIndex));
	}

	@Override
	public RowId getRowId(String columnLabel) throws SQLException {
		return call((rows) -> rows.getRowId(columnLabel));
	}

	@Override
	public void updateRowId(int columnIndex, RowId x) throws SQLException {
		run((rows) -> rows.updateRowId(columnIndex, x));
	}

	@Override
	public void updateRowId(String columnLabel, RowId x) throws SQLException {
		run((rows) -> rows.updateRowId(columnLabel, x));
	}

	@Override
	public int getHoldability() throws SQLException {
		return call((rows) -> rows.getHoldability());
	}

	@Override
	public void updateNString(int columnIndex, String nString) throws SQLException {
		run((rows) -> rows.updateNString(columnIndex, nString));
	}

	@Override
	public void updateNString(String columnLabel, String nString) throws SQLException {
		run((rows) -> rows.updateNString(columnLabel, nString));
	}

	@Override
	public void updateNClob(int columnIndex, NClob nClob) throws SQLException {
		run((rows) -> rows.updateNClob(columnIndex, behind(nClob)));
	}

	@Override
	public void updateNClob(String columnLabel, NClob nClob) throws SQLException {
		run((rows) -> rows.updateNClob(columnLabel, behind(nClob)));
	}

	@Override
	public @Nullable NClob getNClob(int columnIndex) throws SQLException {
		return JdbcProxies.nclob(gate(), call((rows) -> rows.getNClob(columnIndex)));
	}

	@Override
	public @Nullable NClob getNClob(String columnLabel) throws SQLException {
		return JdbcProxies.nclob(gate(), call((rows) -> rows.getNClob(columnLabel)));
	}

	@Override
	public @Nullable SQLXML getSQLXML(int columnIndex) throws SQLException {
		return JdbcProxies.sqlXml(gate(), call((rows) -> rows.getSQLXML(columnIndex)));
	}

	@Override
	public @Nullable SQLXML getSQLXML(String columnLabel) throws SQLException {
		return JdbcProxies.sqlXml(gate(), call((rows) -> rows.getSQLXML(columnLabel)));
	}

	@Override
	public void updateSQLXML(int columnIndex, SQLXML xmlObject) throws SQLException {
		run((rows) -> rows.updateSQLXML(columnIndex, behind(xmlObject)));
	}

	@Override
	public void updateSQLXML(String columnLabel, SQLXML xmlObject) throws SQLException {
		run((rows) -> rows.updateSQLXML(columnLabel, behind(xmlObject)));
	}

	@Override
	public String getNString(int columnIndex) throws SQLException {
		return call((rows) -> rows.getNString(columnIndex));
	}

	@Override
	public String getNString(String columnLabel) throws SQLException {
		return call((rows) -> rows.getNString(columnLabel));
	}

	@Override
	public Reader getNCharacterStream(int columnIndex) throws SQLException {
		return call((rows) -> rows.getNCharacterStream(columnIndex));
	}

	@Override
	public Reader getNCharacterStream(String columnLabel) throws SQLException {
		return call((rows) -> rows.getNCharacterStream(columnLabel));
	}

	@Override
	public void updateNCharacterStream(int columnIndex, Reader x, long length) throws SQLException {
		run((rows) -> rows.updateNCharacterStream(columnIndex, x, length));
	}

	@Override
	public void updateNCharacterStream(String columnLabel, Reader reader, long length) throws SQLException {
		run((rows) -> rows.updateNCharacterStream(columnLabel, reader, length));
	}

	@Override
	public void updateAsciiStream(int columnIndex, InputStream x, long length) throws SQLException {
		run((rows) -> rows.updateAsciiStream(columnIndex, x, length));
	}

	@Override
	public void updateBinaryStream(int columnIndex, InputStream x, long length) throws SQLException {
		run((rows) -> rows.updateBinaryStream(columnIndex, x, length));
	}

	@Override
	public void updateCharacterStream(int columnIndex, Reader x, long length) throws SQLException {
		run((rows) -> rows.updateCharacterStream(columnIndex, x, length));
	}

	@Override
	public void updateAsciiStream(String columnLabel, InputStream x, long length) throws SQLException {
		run((rows) -> rows.updateAsciiStream(columnLabel, x, length));
	}

	@Override
	public void updateBinaryStream(String columnLabel, InputStream x, long length) throws SQLException {
		run((rows) -> rows.updateBinaryStream(columnLabel, x, length));
	}

	@Override
	public void updateCharacterStream(String columnLabel, Reader reader, long length) throws SQLException {
		run((rows) -> rows.updateCharacterStream(columnLabel, reader, length));
	}

	@Override
	public void updateBlob(int columnIndex, InputStream inputStream, long length) throws SQLException {
		run((rows) -> rows.updateBlob(columnIndex, inputStream, length));
	}

	@Override
	public void updateBlob(String columnLabel, InputStream inputStream, long length) throws SQLException {
		run((rows) -> rows.updateBlob(columnLabel, inputStream, length));
	}

	@Override
	public void updateClob(int columnIndex, Reader reader, long length) throws SQLException {
		run((rows) -> rows.updateClob(columnIndex, reader, length));
	}

	@Override
	public void updateClob(String columnLabel, Reader reader, long length) throws SQLException {
		run((rows) -> rows.updateClob(columnLabel, reader, length));
	}

	@Override
	public void updateNClob(int columnIndex, Reader reader, long length) throws SQLException {
		run((rows) -> rows.updateNClob(columnIndex, reader, length));
	}

	@Override
	public void updateNClob(String columnLabel, Reader reader, long length) throws SQLException {
		run((rows) -> rows.updateNClob(columnLabel, reader, length));
	}

	@Override
	public void updateNCharacterStream(int columnIndex, Reader x) throws SQLException {
		run((rows) -> rows.updateNCharacterStream(columnIndex, x));
	}

	@Override
	public void updateNCharacterStream(String columnLabel, Reader reader) throws SQLException {
		run((rows) -> rows.updateNCharacterStream(columnLabel, reader));
	}

	@Override
	public void updateAsciiStream(int columnIndex, InputStream x) throws SQLException {
		run((rows) -> rows.updateAsciiStream(columnIndex, x));
	}

	@Override
	public void updateBinaryStream(int columnIndex, InputStream x) throws SQLException {
		run((rows) -> rows.updateBinaryStream(columnIndex, x));
	}

	@Override
	public void updateCharacterStream(int columnIndex, Reader x) throws SQLException {
		run((rows) -> rows.updateCharacterStream(columnIndex, x));
	}

	@Override
	public void updateAsciiStream(String columnLabel, InputStream x) throws SQLException {
		run((rows) -> rows.updateAsciiStream(columnLabel, x));
	}

	@Override
	public void updateBinaryStream(String columnLabel, InputStream x) throws SQLException {
		run((rows) -> rows.updateBinaryStream(columnLabel, x));
	}

	@Override
	public void updateCharacterStream(String columnLabel, Reader reader) throws SQLException {
		run((rows) -> rows.updateCharacterStream(columnLabel, reader));
	}

	@Override
	public void updateBlob(int columnIndex, InputStream inputStream) throws SQLException {
		run((rows) -> rows.updateBlob(columnIndex, inputStream));
	}

	@Override
	public void updateBlob(String columnLabel, InputStream inputStream) throws SQLException {
		run((rows) -> rows.updateBlob(columnLabel, inputStream));
	}

	@Override
	public void updateClob(int columnIndex, Reader reader) throws SQLException {
		run((rows) -> rows.updateClob(columnIndex, reader));
	}

	@Override
	public void updateClob(String columnLabel, Reader reader) throws SQLException {
		run((rows) -> rows.updateClob(columnLabel, reader));
	}

	@Override
	public void updateNClob(int columnIndex, Reader reader) throws SQLException {
		run((rows) -> rows.updateNClob(columnIndex, reader));
	}

	@Override
	public void updateNClob(String columnLabel, Reader reader) throws SQLException {
		run((rows) -> rows.updateNClob(columnLabel, reader));
	}

	@Override
	public <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
		return value(type, (rows) -> rows.getObject(columnIndex, type));
	}

	@Override
	public <T> @Nullable T getObject(String columnLabel, Class<T> type) throws SQLException {
		return value(type, (rows) -> rows.getObject(columnLabel, type));
	}

	@Override
	public void updateObject(int columnIndex, Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException {
		run((rows) -> rows.updateObject(columnIndex, behind(x), targetSqlType, scaleOrLength));
	}

	@Override
	public void updateObject(String columnLabel, Object x, SQLType targetSqlType, int scaleOrLength)
			throws SQLException {
		run((rows) -> rows.updateObject(columnLabel, behind(x), targetSqlType, scaleOrLength));
	}

	@Override
	public void updateObject(int columnIndex, Object x, SQLType targetSqlType) throws SQLException {
		run((rows) -> rows.updateObject(columnIndex, behind(x), targetSqlType));
	}

	@Override
	public void updateObject(String columnLabel, Object x, SQLType targetSqlType) throws SQLException {
		run((rows) -> rows.updateObject(columnLabel, behind(x), targetSqlType));
	}

	@Override
	public boolean next() throws SQLException {
		boolean found = call((rows) -> {
			gate().ensureReadable();
			return rows.next();
		});
		if (found && this.count != null) {
			this.count.next();
		}
		return found;
	}

	@Override
	public void close() throws SQLException {
		runAlways(ResultSet::close);
	}

	@Override
	public boolean isClosed() throws SQLException {
		return callAlways(ResultSet::isClosed);
	}

	@Override
	public @Nullable Statement getStatement() throws SQLException {
		return (this.statement != null) ? this.statement : JdbcProxies.statement(gate(), call(ResultSet::getStatement));
	}

}
