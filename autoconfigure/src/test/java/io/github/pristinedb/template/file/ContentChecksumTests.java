package io.github.pristinedb.template.file;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ContentChecksumTests {

	private final ContentChecksum checksum = new ContentChecksum();

	@Test
	void isTheCrc32AndTheCrc32cOfTheContent() {
		// The check values of both in the catalogue of parametrised CRC algorithms.
		this.checksum.update("123456789".getBytes(StandardCharsets.US_ASCII));
		assertThat(this.checksum.getValue()).isEqualTo(0xcbf43926_e3069283L);
	}

	@Test
	void contentCanComeInPieces() {
		byte[] content = new byte[1000];
		new Random(1).nextBytes(content);
		this.checksum.update(content);
		long whole = this.checksum.getValue();
		this.checksum.reset();
		this.checksum.update(content, 0, 300);
		this.checksum.update(content[300]);
		this.checksum.update(content, 301, 699);
		assertThat(this.checksum.getValue()).isEqualTo(whole);
	}

	@Test
	void eachFlippedBitChangesIt() {
		byte[] content = new byte[100];
		long whole = of(content);
		for (int bit = 0; bit < 8 * content.length; bit++) {
			content[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(of(content)).as("bit %d", bit).isNotEqualTo(whole);
			content[bit / 8] ^= (byte) (1 << (bit % 8));
		}
	}

	private long of(byte[] content) {
		this.checksum.reset();
		this.checksum.update(content);
		return this.checksum.getValue();
	}

}
