package io.github.pristinedb.engine.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.github.pristinedb.engine.comparison.ComparedValue;

/**
 * A value of which the server sends only the start if it is large, with its length and a
 * digest.
 */
final class CutValue {

	// In characters or bytes.
	private static final int LARGE = 65536;

	private static final int START = 1000;

	/**
	 * What a value begins with of which only the start is read.
	 */
	private static final String MARK = "\u0001pristine:";

	private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.UTF_8);

	private CutValue() {
	}

	/**
	 * An expression for a value as it is read.
	 * @param value the value
	 * @param binary whether it is of the type {@code bytea}
	 */
	static String expression(String value, boolean binary) {
		return (binary
				? "case when octet_length(%1$s) > %2$d then convert_to('%3$sb' || octet_length(%1$s) || ':' || md5(%1$s) || ':', 'UTF8') || substring(%1$s, 1, %4$d) else %1$s end"
				: "case when octet_length(%1$s::text) > %2$d then '%3$st' || length(%1$s::text) || ':' || md5(%1$s::text) || ':' || left(%1$s::text, %4$d) else %1$s::text end")
			.formatted(value, LARGE, MARK, START);
	}

	/**
	 * Read a value of the {@linkplain #expression expression}.
	 * @param result the result
	 * @param column the number of the column
	 * @return the value
	 * @throws SQLException if it cannot be read
	 */
	static ComparedValue read(ResultSet result, int column) throws SQLException {
		Object value = result.getObject(column);
		if (value instanceof String text && text.startsWith(MARK)) {
			return cut(text.split(":", 4), false);
		}
		if (value instanceof byte[] bytes
				&& ByteBuffer.wrap(MARK_BYTES).mismatch(ByteBuffer.wrap(bytes)) == MARK_BYTES.length) {
			return cut(new String(bytes, StandardCharsets.ISO_8859_1).split(":", 4), true);
		}
		return ComparedValue.of(value);
	}

	private static ComparedValue cut(String[] parts, boolean binary) {
		Object start = binary ? ByteBuffer.wrap(parts[3].getBytes(StandardCharsets.ISO_8859_1)) : parts[3];
		return ComparedValue.cut(start, Long.parseLong(parts[1].substring(1)), parts[2]);
	}

}
