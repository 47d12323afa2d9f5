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

	private <R> R read(JdbcCall<Blob, R> call) throws SQLException {
		return use(false, call);
	}

	private <R> R write(JdbcCall<Blob, R> call) throws SQLException {
		return use(true, call);
	}

	private <R> R use(boolean writes, JdbcCall<Blob, R> call) throws SQLException {
		return call((blob) -> {
			gate().largeObject(writes);
			return call.of(blob);
		});
	}

	@Override
	public long length() throws SQLException {
		return read((blob) -> blob.length());
	}

	@Override
	public byte[] getBytes(long pos, int length) throws SQLException {
		return read((blob) -> blob.getBytes(pos, length));
	}

	@Override
	public InputStream getBinaryStream() throws SQLException {
		return read((blob) -> blob.getBinaryStream());
	}

	@Override
	public long position(byte[] pattern, long start) throws SQLException {
		return read((blob) -> blob.position(pattern, start));
	}

	@Override
	public long position(Blob pattern, long start) throws SQLException {
		return read((blob) -> blob.position(behind(pattern), start));
	}

	@Override
	public int setBytes(long pos, byte[] bytes) throws SQLException {
		return write((blob) -> blob.setBytes(pos, bytes));
	}

	@Override
	public int setBytes(long pos, byte[] bytes, int offset, int len) throws SQLException {
		return write((blob) -> blob.setBytes(pos, bytes, offset, len));
	}

	@Override
	public OutputStream setBinaryStream(long pos) throws SQLException {
		return write((blob) -> blob.setBinaryStream(pos));
	}

	@Override
	public void truncate(long len) throws SQLException {
		write((blob) -> {
			blob.truncate(len);
			return true;
		});
	}

	@Override
	public InputStream getBinaryStream(long pos, long length) throws SQLException {
		return read((blob) -> blob.getBinaryStream(pos, length));
	}

	@Override
	public void free() throws SQLException {
		run(Blob::free);
	}

}
