package io.github.pristinedb.engine.comparison;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A value of a column. Large ones are cut when they are read: what is left is their
 * start, their length and a digest.
 *
 * @param identity what tells it from other values, {@code null} for SQL's {@code NULL}
 * @param start the value, or the start of a large one
 * @param length its whole length, in characters or bytes
 */
public record ComparedValue(@Nullable Object identity, Object start, long length) {

	private static final ComparedValue NULL = new ComparedValue(null, "", 0);

	private static final int LARGE = 4096;

	private static final int KEPT = 1024;

	/**
	 * A value as the driver gives it.
	 * @param value the value
	 * @return what is compared
	 * @throws SQLException if a large object cannot be read
	 */
	public static ComparedValue of(@Nullable Object value) throws SQLException {
		if (value == null) {
			return NULL;
		}
		if (value instanceof Blob blob) {
			return ofBytes(blob.getBytes(1, Math.toIntExact(blob.length())));
		}
		if (value instanceof Clob clob) {
			return ofText(clob.getSubString(1, Math.toIntExact(clob.length())));
		}
		if (value instanceof byte[] bytes) {
			return ofBytes(bytes);
		}
		if (value instanceof Object[] array) {
			return ofText(Arrays.deepToString(array));
		}
		if (value instanceof Number || value instanceof Boolean) {
			String text = (value instanceof BigDecimal decimal) ? decimal.toPlainString() : value.toString();
			return new ComparedValue(value, text, text.length());
		}
		return ofText(value.toString());
	}

	/**
	 * A large value of which the database has read no more than its start.
	 * @param start its start, a {@link String} or a {@link ByteBuffer}
	 * @param length its whole length, in characters or bytes
	 * @param digest what tells it from others of that start and length
	 * @return what is compared
	 */
	public static ComparedValue cut(Object start, long length, String digest) {
		return new ComparedValue(List.of(start, length, digest), start, length);
	}

	private static ComparedValue ofText(String text) {
		if (text.length() <= LARGE) {
			return new ComparedValue(text, text, text.length());
		}
		return new ComparedValue(new Digest(digest(text.getBytes(StandardCharsets.UTF_8))), text.substring(0, KEPT),
				text.length());
	}

	private static ComparedValue ofBytes(byte[] bytes) {
		if (bytes.length <= LARGE) {
			ByteBuffer whole = ByteBuffer.wrap(bytes);
			return new ComparedValue(whole, whole, bytes.length);
		}
		return new ComparedValue(new Digest(digest(bytes)), ByteBuffer.wrap(Arrays.copyOf(bytes, KEPT)), bytes.length);
	}

	private static ByteBuffer digest(byte[] bytes) {
		try {
			return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ComparedValue that
				&& ((this.identity != null) ? this.identity.equals(that.identity) : that.identity == null);
	}

	@Override
	public int hashCode() {
		return (this.identity != null) ? this.identity.hashCode() : 0;
	}

	/**
	 * The value as a person reads it.
	 * @param limit how many characters of it there are to be
	 * @return the text, {@code null} for SQL's {@code NULL}; after a value that was cut
	 * comes its length
	 */
	public @Nullable String text(int limit) {
		if (this.identity == null) {
			return null;
		}
		if (this.start instanceof ByteBuffer bytes) {
			int shown = Math.min(bytes.limit(), limit / 2);
			String hex = "0x" + HexFormat.of().formatHex(Arrays.copyOf(bytes.array(), shown));
			return (shown < this.length) ? hex + "… (" + this.length + " bytes)" : hex;
		}
		String text = this.start.toString();
		if (this.length <= limit) {
			return text;
		}
		int end = Math.min(limit, text.length());
		if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(0, end) + "… (" + this.length + " characters)";
	}

	/**
	 * Stands for a value that is too large to be kept.
	 *
	 * @param bytes its digest
	 */
	private record Digest(ByteBuffer bytes) {

	}

}
