package io.github.pristinedb.proxy;

import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;

/**
 * A binary large object as the application sees it.
 */
final class BlobProxy extends JdbcProxy<Blob> implements Blob {

	BlobProxy(Blob delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

	@Override
	public long length() throws SQLException {
		return call((blob) -> blob.length());
	}

	@Override
	public byte[] getBytes(long pos, int length) throws SQLException {
		return call((blob) -> blob.getBytes(pos, length));
	}

	@Override
	public InputStream getBinaryStream() throws SQLException {
		return call((blob) -> blob.getBinaryStream());
	}

	@Override
	public long position(byte[] pattern, long start) throws SQLException {
		return call((blob) -> blob.position(pattern, start));
	}

	@Override
	public long position(Blob pattern, long start) throws SQLException {
		return call((blob) -> blob.position(behind(pattern), start));
	}

	@Override
	public int setBytes(long pos, byte[] bytes) throws SQLException {
		return call((blob) -> blob.setBytes(pos, bytes));
	}

	@Override
	public int setBytes(long pos, byte[] bytes, int offset, int len) throws SQLException {
		return call((blob) -> blob.setBytes(pos, bytes, offset, len));
	}

	@Override
	public OutputStream setBinaryStream(long pos) throws SQLException {
		return call((blob) -> blob.setBinaryStream(pos));
	}

	@Override
	public void truncate(long len) throws SQLException {
		run((blob) -> blob.truncate(len));
	}

	@Override
	public InputStream getBinaryStream(long pos, long length) throws SQLException {
		return call((blob) -> blob.getBinaryStream(pos, length));
	}

	@Override
	public void free() throws SQLException {
		run(Blob::free);
	}

}
