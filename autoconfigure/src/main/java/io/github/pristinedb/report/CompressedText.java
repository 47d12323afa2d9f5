package io.github.pristinedb.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A text that takes little memory.
 */
final class CompressedText {

	private final byte[] bytes;

	private CompressedText(byte[] bytes) {
		this.bytes = bytes;
	}

	static CompressedText of(String text) {
		Deflater deflater = new Deflater(Deflater.BEST_SPEED);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			deflater.end();
		}
		return new CompressedText(bytes.toByteArray());
	}

	int length() {
		return this.bytes.length;
	}

	@Override
	public String toString() {
		try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(this.bytes))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
