package io.github.pristinedb.tape;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLXML;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.HexFormat;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Captures values for a tape: small ones as they are, all others cut. Nothing that is
 * captured changes later, or keeps much memory.
 */
final class CapturedValue {

	/**
	 * Ends what was cut.
	 */
	static final String CUT = "…";

	/**
	 * In characters.
	 */
	static final int LONGEST = 200;

	private static final int MOST_BYTES = 16;

	private CapturedValue() {
	}

	/**
	 * Capture a value.
	 * @param value the value
	 * @return something immutable that is as short as its text, perhaps the value itself
	 */
	static @Nullable Object of(@Nullable Object value) {
		if (value == null || value instanceof Number || value instanceof Boolean || value instanceof UUID
				|| value instanceof TemporalAccessor || value instanceof Enum<?>) {
			return isHuge(value) ? cut(String.valueOf(value)) : value;
		}
		if (value instanceof String text) {
			return cut(text);
		}
		if (value instanceof byte[] bytes) {
			int shown = Math.min(bytes.length, MOST_BYTES);
			return "x'" + HexFormat.of().formatHex(bytes, 0, shown) + ((shown < bytes.length) ? CUT : "") + "' ("
					+ bytes.length + " bytes)";
		}
		if (value instanceof Date date) {
			return date.clone();
		}
		if (value instanceof InputStream || value instanceof Reader || value instanceof Blob || value instanceof Clob
				|| value instanceof SQLXML) {
			return "(large object)";
		}
		if (value.getClass().isArray() && Array.getLength(value) > LONGEST) {
			return "(" + Array.getLength(value) + " elements)";
		}
		try {
			return cut(ObjectUtils.nullSafeToString(value));
		}
		catch (RuntimeException ex) {
			return "(" + value.getClass().getName() + ")";
		}
	}

	private static boolean isHuge(@Nullable Object value) {
		return (value instanceof BigDecimal decimal && decimal.unscaledValue().bitLength() > LONGEST)
				|| (value instanceof BigInteger integer && integer.bitLength() > LONGEST);
	}

	private static String cut(String text) {
		return (text.length() > LONGEST) ? text.substring(0, LONGEST) + CUT + " (" + text.length() + " characters)"
				: text;
	}

}
