package io.github.pristinedb.template.file;

import java.io.IOException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * A checksum of 64 bits: a CRC-32 and a CRC-32C side by side. It detects damage, not
 * malice: whoever can write to a template cache could write a manifest too. The JVM has
 * machine code for both from its first instruction on; a SHA-256 is interpreted then, and
 * takes over ten times as long.
 */
final class ContentChecksum implements Checksum {

	private final Checksum low = new CRC32C();

	private final Checksum high = new CRC32();

	/**
	 * The checksum of an image.
	 * @param image the image
	 * @return 16 hexadecimal digits
	 * @throws IOException if its file cannot be read
	 */
	static String of(FileImage image) throws IOException {
		ContentChecksum checksum = new ContentChecksum();
		image.addTo(checksum);
		return HexFormat.of().toHexDigits(checksum.getValue());
	}

	@Override
	public void update(int value) {
		this.high.update(value);
		this.low.update(value);
	}

	@Override
	public void update(byte[] bytes, int offset, int length) {
		this.high.update(bytes, offset, length);
		this.low.update(bytes, offset, length);
	}

	@Override
	public long getValue() {
		return (this.high.getValue() << Integer.SIZE) | this.low.getValue();
	}

	@Override
	public void reset() {
		this.high.reset();
		this.low.reset();
	}

}
