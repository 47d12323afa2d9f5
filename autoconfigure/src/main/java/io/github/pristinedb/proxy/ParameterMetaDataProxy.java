package io.github.pristinedb.proxy;

import java.sql.ParameterMetaData;
import java.sql.SQLException;

/**
 * A description of parameters as the application sees it.
 */
final class ParameterMetaDataProxy extends JdbcProxy<ParameterMetaData> implements ParameterMetaData {

	ParameterMetaDataProxy(ParameterMetaData delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

	@Override
	public int getParameterCount() throws SQLException {
		return call((metaData) -> metaData.getParameterCount());
	}

	@Override
	public int isNullable(int param) throws SQLException {
		return call((metaData) -> metaData.isNullable(param));
	}

	@Override
	public boolean isSigned(int param) throws SQLException {
		return call((metaData) -> metaData.isSigned(param));
	}

	@Override
	public int getPrecision(int param) throws SQLException {
		return call((metaData) -> metaData.getPrecision(param));
	}

	@Override
	public int getScale(int param) throws SQLException {
		return call((metaData) -> metaData.getScale(param));
	}

	@Override
	public int getParameterType(int param) throws SQLException {
		return call((metaData) -> metaData.getParameterType(param));
	}

	@Override
	public String getParameterTypeName(int param) throws SQLException {
		return call((metaData) -> metaData.getParameterTypeName(param));
	}

	@Override
	public String getParameterClassName(int param) throws SQLException {
		return call((metaData) -> metaData.getParameterClassName(param));
	}

	@Override
	public int getParameterMode(int param) throws SQLException {
		return call((metaData) -> metaData.getParameterMode(param));
	}

}
