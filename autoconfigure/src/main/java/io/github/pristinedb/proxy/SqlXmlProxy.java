package io.github.pristinedb.proxy;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.SQLException;
import java.sql.SQLXML;

import javax.xml.transform.Result;
import javax.xml.transform.Source;

/**
 * A document as the application sees it.
 */
final class SqlXmlProxy extends JdbcProxy<SQLXML> implements SQLXML {

	SqlXmlProxy(SQLXML delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

	@Override
	public InputStream getBinaryStream() throws SQLException {
		return call((xml) -> xml.getBinaryStream());
	}

	@Override
	public OutputStream setBinaryStream() throws SQLException {
		return call((xml) -> xml.setBinaryStream());
	}

	@Override
	public Reader getCharacterStream() throws SQLException {
		return call((xml) -> xml.getCharacterStream());
	}

	@Override
	public Writer setCharacterStream() throws SQLException {
		return call((xml) -> xml.setCharacterStream());
	}

	@Override
	public String getString() throws SQLException {
		return call((xml) -> xml.getString());
	}

	@Override
	public void setString(String value) throws SQLException {
		run((xml) -> xml.setString(value));
	}

	@Override
	public <T extends Source> T getSource(Class<T> sourceClass) throws SQLException {
		return call((xml) -> xml.getSource(sourceClass));
	}

	@Override
	public <T extends Result> T setResult(Class<T> resultClass) throws SQLException {
		return call((xml) -> xml.setResult(resultClass));
	}

	@Override
	public void free() throws SQLException {
		run(SQLXML::free);
	}

}
