package io.github.pristinedb.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A text that takes little memory.
 */
final class CompressedText {

	private static final byte[] NONE = {};

	private final byte[] bytes;

	private final byte[] dictionary;

	// Of the text as UTF-8.
	private final int size;

	private CompressedText(byte[] bytes, byte[] dictionary, int size) {
		this.bytes = bytes;
		this.dictionary = dictionary;
		this.size = size;
	}

	/**
	 * Compress a text by itself.
	 * @param text the text
	 * @return the compressed text
	 */
	static CompressedText of(String text) {
		return of(text, NONE);
	}

	/**
	 * Compress a text that resembles another one.
	 * @param text the text
	 * @param dictionary the other text as UTF-8. The compressed text refers to it
	 * @return the compressed text
	 */
	static CompressedText of(String text, byte[] dictionary) {
		byte[] all = text.getBytes(StandardCharsets.UTF_8);
		Deflater deflater = new Deflater();
		try {
			if (dictionary.length > 0) {
				deflater.setDictionary(dictionary);
			}
			deflater.setInput(all);
			deflater.finish();
			byte[] room = new byte[all.length + all.length / 1000 + 64];
			int length = deflater.deflate(room);
			return new CompressedText(Arrays.copyOf(room, length), dictionary, all.length);
		}
		finally {
			deflater.end();
		}
	}

	int length() {
		return this.bytes.length;
	}

	@Override
	public String toString() {
		byte[] all = new byte[this.size];
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(this.bytes);
			int length = inflater.inflate(all);
			if (inflater.needsDictionary()) {
				inflater.setDictionary(this.dictionary);
				length = inflater.inflate(all);
			}
			return new String(all, 0, length, StandardCharsets.UTF_8);
		}
		catch (DataFormatException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			inflater.end();
		}
	}

}
