package io.github.pristinedb.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Texts that resemble each other, by the id of their test or scenario. Two failures of a
 * suite have most of their stack traces or statements in common, so the first text is the
 * dictionary of the others. Not safe for use by several threads.
 */
final class SimilarTexts {

	// Deflate refers to no text before that (RFC 1951).
	private static final int WINDOW = 32 << 10;

	private final Map<String, CompressedText> texts = new HashMap<>();

	private @Nullable CompressedText first;

	// Made for the second text: most runs have none.
	private byte @Nullable [] dictionary;

	/**
	 * Compress a text.
	 * @param text the text
	 * @return the text, which is not added yet
	 */
	CompressedText compress(String text) {
		if (this.first == null) {
			this.first = CompressedText.of(text);
			return this.first;
		}
		byte[] dictionary = this.dictionary;
		if (dictionary == null) {
			byte[] all = this.first.toString().getBytes(StandardCharsets.UTF_8);
			dictionary = Arrays.copyOf(all, Math.min(all.length, WINDOW));
			this.dictionary = dictionary;
		}
		return CompressedText.of(text, dictionary);
	}

	/**
	 * Add a text.
	 * @param id the id of the test or scenario
	 * @param text the text, perhaps one that others compressed
	 * @return the earlier text of that test or scenario, {@code null} if there is none
	 */
	@Nullable CompressedText put(String id, CompressedText text) {
		return this.texts.put(id, text);
	}

	@Nullable CompressedText get(String id) {
		return this.texts.get(id);
	}

	void forEach(BiConsumer<String, CompressedText> action) {
		this.texts.forEach(action);
	}

}
