package io.github.pristinedb.report;

import java.io.IOException;

/**
 * Text on its way to a target, in pieces: a JSON writer appends single characters. An
 * unpaired surrogate, which cannot be encoded, becomes a question mark.
 */
final class PiecewiseText implements Appendable {

	private final Appendable target;

	private final char[] piece = new char[8_192];

	private int length;

	PiecewiseText(Appendable target) {
		this.target = target;
	}

	@Override
	public Appendable append(char character) throws IOException {
		if (this.length == this.piece.length) {
			flush(Character.isHighSurrogate(this.piece[this.length - 1]) ? 1 : 0);
		}
		this.piece[this.length++] = character;
		return this;
	}

	@Override
	public Appendable append(CharSequence text) throws IOException {
		return append(text, 0, text.length());
	}

	@Override
	public Appendable append(CharSequence text, int start, int end) throws IOException {
		for (int i = start; i < end; i++) {
			append(text.charAt(i));
		}
		return this;
	}

	/**
	 * Hand on what is there.
	 * @throws IOException if the target fails
	 */
	void flush() throws IOException {
		flush(0);
	}

	private void flush(int kept) throws IOException {
		int end = this.length - kept;
		for (int i = 0; i < end; i++) {
			char each = this.piece[i];
			if (!Character.isSurrogate(each)) {
				continue;
			}
			if (Character.isHighSurrogate(each) && i + 1 < end && Character.isLowSurrogate(this.piece[i + 1])) {
				i++;
			}
			else {
				this.piece[i] = '?';
			}
		}
		this.target.append(new String(this.piece, 0, end));
		this.piece[0] = this.piece[this.length - 1];
		this.length = kept;
	}

}
