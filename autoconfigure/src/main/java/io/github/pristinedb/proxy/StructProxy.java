package io.github.pristinedb.proxy;

import java.sql.SQLException;
import java.sql.Struct;
import java.util.Map;

/**
 * A structured value as the application sees it.
 */
final class StructProxy extends JdbcProxy<Struct> implements Struct {

	StructProxy(Struct delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

	@Override
	public String getSQLTypeName() throws SQLException {
		return call((struct) -> struct.getSQLTypeName());
	}

	@Override
	public Object[] getAttributes() throws SQLException {
		return values((struct) -> struct.getAttributes());
	}

	@Override
	public Object[] getAttributes(Map<String, Class<?>> map) throws SQLException {
		return values((struct) -> struct.getAttributes(map));
	}

}
