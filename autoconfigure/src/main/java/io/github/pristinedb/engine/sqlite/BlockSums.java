package io.github.pristinedb.engine.sqlite;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A 64-bit checksum of each whole block of some content, to find the blocks in which
 * another content differs without reading both: what bounds the comparison of large files
 * is how fast memory is read, so that the checksums take half the time (0.15 instead of
 * 0.29 ms for 4 MiB).
 * <p>
 * The checksum is CRC-32 beside CRC-32C, which the JVM computes with instructions of the
 * processor. Their polynomials have no factor in common, so both are equal by chance once
 * in 2<sup>64</sup> changed blocks, and never if all that was changed lies within 8 bytes
 * that follow one another.
 */
final class BlockSums {

	/**
	 * The length of a block, in bytes.
	 */
	static final int BLOCK = 4096;

	private final long[] sums;

	private BlockSums(long[] sums) {
		this.sums = sums;
	}

	/**
	 * Compute the checksums of some content.
	 * @param content a buffer of its own, from its start to its limit
	 * @return the checksums
	 */
	static BlockSums of(ByteBuffer content) {
		Calculator calculator = new Calculator();
		long[] sums = new long[content.limit() / BLOCK];
		for (int block = 0; block < sums.length; block++) {
			sums[block] = calculator.sum(content, block);
		}
		return new BlockSums(sums);
	}

	/**
	 * Whether a block of another content is equal to the same block of this one.
	 * @param content the other content; its position and limit are changed
	 * @param block the block's number, from 0
	 * @param calculator the caller's calculator
	 * @return whether it is
	 */
	boolean matches(ByteBuffer content, int block, Calculator calculator) {
		return calculator.sum(content, block) == this.sums[block];
	}

	/**
	 * What computes checksums. Not for use by several threads.
	 */
	static final class Calculator {

		private final CRC32 first = new CRC32();

		private final CRC32C second = new CRC32C();

		private long sum(ByteBuffer content, int block) {
			int start = block * BLOCK;
			this.first.reset();
			this.second.reset();
			this.first.update(content.limit(start + BLOCK).position(start));
			this.second.update(content.position(start));
			return this.first.getValue() << Integer.SIZE | this.second.getValue();
		}

	}

}
