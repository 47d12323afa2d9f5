package io.github.pristinedb.proxy;

import java.sql.Ref;
import java.sql.SQLException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A reference to a structured value as the application sees it.
 */
final class RefProxy extends JdbcProxy<Ref> implements Ref {

	RefProxy(Ref delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

	@Override
	public String getBaseTypeName() throws SQLException {
		return call((ref) -> ref.getBaseTypeName());
	}

	@Override
	public @Nullable Object getObject(Map<String, Class<?>> map) throws SQLException {
		return value((ref) -> ref.getObject(map));
	}

	@Override
	public @Nullable Object getObject() throws SQLException {
		return value((ref) -> ref.getObject());
	}

	@Override
	public void setObject(Object value) throws SQLException {
		run((ref) -> ref.setObject(behind(value)));
	}

}
