package io.github.pristinedb.template;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.files.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Collects what decides the content of a template. Each input has a name and a value; the
 * order in which inputs are added does not matter, since they are hashed in the order of
 * their names. Not for use by several threads.
 */
public final class FingerprintBuilder {

	private final Map<String, byte[]> inputs = new TreeMap<>();

	/**
	 * Add an input.
	 * @param name what it is, once in a fingerprint; a {@code /} parts it into sections,
	 * as in {@code migration/V1__projects.sql}. It must not tell one machine from
	 * another, as an absolute path would.
	 * @param value its bytes
	 * @return this builder
	 * @throws IllegalArgumentException if there is an input of that name already
	 */
	public FingerprintBuilder add(String name, byte[] value) {
		if (this.inputs.putIfAbsent(name, Sha256.digest().digest(value)) != null) {
			throw new IllegalArgumentException("The fingerprint has an input named '" + name + "' already");
		}
		return this;
	}

	/**
	 * Add an input whose value is text.
	 * @param name what it is, once in a fingerprint
	 * @param value the text; {@code null}, which is another value than the empty text
	 * @return this builder
	 */
	public FingerprintBuilder add(String name, @Nullable String value) {
		// The marker keeps "no value" apart from every text.
		return add(name, (value != null) ? ("=" + value).getBytes(StandardCharsets.UTF_8) : new byte[0]);
	}

	/**
	 * All inputs so far, to compare with those of another machine or another day.
	 * @return the SHA-256 of each value, in hexadecimal digits, by the name of the input
	 */
	public SortedMap<String, String> inputs() {
		SortedMap<String, String> inputs = new TreeMap<>();
		this.inputs.forEach((name, digest) -> inputs.put(name, HexFormat.of().formatHex(digest)));
		return inputs;
	}

	/**
	 * The fingerprint of all inputs so far.
	 * @return the fingerprint
	 */
	public Fingerprint build() {
		MessageDigest digest = Sha256.digest();
		this.inputs.forEach((name, value) -> {
			// Of fixed length each, so that no two lists of inputs run into one another.
			digest.update(Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8)));
			digest.update(value);
		});
		return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
	}

}
