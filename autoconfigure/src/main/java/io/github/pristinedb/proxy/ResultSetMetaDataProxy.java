package io.github.pristinedb.proxy;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * A description of columns as the application sees it.
 */
final class ResultSetMetaDataProxy extends JdbcProxy<ResultSetMetaData> implements ResultSetMetaData {

	ResultSetMetaDataProxy(ResultSetMetaData delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

	@Override
	public int getColumnCount() throws SQLException {
		return call((metaData) -> metaData.getColumnCount());
	}

	@Override
	public boolean isAutoIncrement(int column) throws SQLException {
		return call((metaData) -> metaData.isAutoIncrement(column));
	}

	@Override
	public boolean isCaseSensitive(int column) throws SQLException {
		return call((metaData) -> metaData.isCaseSensitive(column));
	}

	@Override
	public boolean isSearchable(int column) throws SQLException {
		return call((metaData) -> metaData.isSearchable(column));
	}

	@Override
	public boolean isCurrency(int column) throws SQLException {
		return call((metaData) -> metaData.isCurrency(column));
	}

	@Override
	public int isNullable(int column) throws SQLException {
		return call((metaData) -> metaData.isNullable(column));
	}

	@Override
	public boolean isSigned(int column) throws SQLException {
		return call((metaData) -> metaData.isSigned(column));
	}

	@Override
	public int getColumnDisplaySize(int column) throws SQLException {
		return call((metaData) -> metaData.getColumnDisplaySize(column));
	}

	@Override
	public String getColumnLabel(int column) throws SQLException {
		return call((metaData) -> metaData.getColumnLabel(column));
	}

	@Override
	public String getColumnName(int column) throws SQLException {
		return call((metaData) -> metaData.getColumnName(column));
	}

	@Override
	public String getSchemaName(int column) throws SQLException {
		return call((metaData) -> metaData.getSchemaName(column));
	}

	@Override
	public int getPrecision(int column) throws SQLException {
		return call((metaData) -> metaData.getPrecision(column));
	}

	@Override
	public int getScale(int column) throws SQLException {
		return call((metaData) -> metaData.getScale(column));
	}

	@Override
	public String getTableName(int column) throws SQLException {
		return call((metaData) -> metaData.getTableName(column));
	}

	@Override
	public String getCatalogName(int column) throws SQLException {
		return call((metaData) -> metaData.getCatalogName(column));
	}

	@Override
	public int getColumnType(int column) throws SQLException {
		return call((metaData) -> metaData.getColumnType(column));
	}

	@Override
	public String getColumnTypeName(int column) throws SQLException {
		return call((metaData) -> metaData.getColumnTypeName(column));
	}

	@Override
	public boolean isReadOnly(int column) throws SQLException {
		return call((metaData) -> metaData.isReadOnly(column));
	}

	@Override
	public boolean isWritable(int column) throws SQLException {
		return call((metaData) -> metaData.isWritable(column));
	}

	@Override
	public boolean isDefinitelyWritable(int column) throws SQLException {
		return call((metaData) -> metaData.isDefinitelyWritable(column));
	}

	@Override
	public String getColumnClassName(int column) throws SQLException {
		return call((metaData) -> metaData.getColumnClassName(column));
	}

}
