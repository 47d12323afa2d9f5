package io.github.pristinedb.engine.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.engine.comparison.ComparedValue;
import io.github.pristinedb.engine.comparison.Rows;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a query by {@link PresentTable}. Of a large value only the start is there.
 *
 * @param result the result, which is closed by the caller
 * @param columns how many columns it has
 */
record ValueRows(ResultSet result, int columns) implements Rows {

	private static final byte[] MARK = PresentTable.MARK.getBytes(StandardCharsets.UTF_8);

	@Override
	public @Nullable List<ComparedValue> next() throws SQLException {
		if (!this.result.next()) {
			return null;
		}
		List<ComparedValue> row = new ArrayList<>(this.columns);
		for (int column = 1; column <= this.columns; column++) {
			Object value = this.result.getObject(column);
			if (value instanceof String text && text.startsWith(PresentTable.MARK)) {
				row.add(cut(text.split(":", 4), false));
			}
			else if (value instanceof byte[] bytes
					&& ByteBuffer.wrap(MARK).mismatch(ByteBuffer.wrap(bytes)) == MARK.length) {
				row.add(cut(new String(bytes, StandardCharsets.ISO_8859_1).split(":", 4), true));
			}
			else {
				row.add(ComparedValue.of(value));
			}
		}
		return row;
	}

	private static ComparedValue cut(String[] parts, boolean binary) {
		Object start = binary ? ByteBuffer.wrap(parts[3].getBytes(StandardCharsets.ISO_8859_1)) : parts[3];
		return ComparedValue.cut(start, Long.parseLong(parts[1].substring(1)), parts[2]);
	}

}
