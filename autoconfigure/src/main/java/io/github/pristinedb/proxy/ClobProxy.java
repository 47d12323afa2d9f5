package io.github.pristinedb.proxy;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.Clob;
import java.sql.SQLException;

/**
 * A character large object as the application sees it.
 *
 * @param <T> the type of the object
 */
class ClobProxy<T extends Clob> extends JdbcProxy<T> implements Clob {

	ClobProxy(T delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

	@Override
	public long length() throws SQLException {
		return call((clob) -> clob.length());
	}

	@Override
	public String getSubString(long pos, int length) throws SQLException {
		return call((clob) -> clob.getSubString(pos, length));
	}

	@Override
	public Reader getCharacterStream() throws SQLException {
		return call((clob) -> clob.getCharacterStream());
	}

	@Override
	public InputStream getAsciiStream() throws SQLException {
		return call((clob) -> clob.getAsciiStream());
	}

	@Override
	public long position(String searchstr, long start) throws SQLException {
		return call((clob) -> clob.position(searchstr, start));
	}

	@Override
	public long position(Clob searchstr, long start) throws SQLException {
		return call((clob) -> clob.position(behind(searchstr), start));
	}

	@Override
	public int setString(long pos, String str) throws SQLException {
		return call((clob) -> clob.setString(pos, str));
	}

	@Override
	public int setString(long pos, String str, int offset, int len) throws SQLException {
		return call((clob) -> clob.setString(pos, str, offset, len));
	}

	@Override
	public OutputStream setAsciiStream(long pos) throws SQLException {
		return call((clob) -> clob.setAsciiStream(pos));
	}

	@Override
	public Writer setCharacterStream(long pos) throws SQLException {
		return call((clob) -> clob.setCharacterStream(pos));
	}

	@Override
	public void truncate(long len) throws SQLException {
		run((clob) -> clob.truncate(len));
	}

	@Override
	public Reader getCharacterStream(long pos, long length) throws SQLException {
		return call((clob) -> clob.getCharacterStream(pos, length));
	}

	@Override
	public void free() throws SQLException {
		run(Clob::free);
	}

}
