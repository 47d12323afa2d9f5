package io.github.pristinedb.template;

import java.nio.charset.StandardCharsets;

import io.github.pristinedb.engine.Fingerprint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FingerprintBuilder} and {@link Fingerprint}.
 */
class FingerprintBuilderTests {

	@Test
	void orderOfInputsMakesNoDifference() {
		Fingerprint forwards = new FingerprintBuilder().add("a", "1").add("b", "2").build();
		Fingerprint backwards = new FingerprintBuilder().add("b", "2").add("a", "1").build();
		assertThat(forwards).isEqualTo(backwards);
	}

	@Test
	void eachNameAndEachValueMakesADifference() {
		Fingerprint fingerprint = new FingerprintBuilder().add("a", "1").build();
		assertThat(new FingerprintBuilder().add("a", "2").build()).isNotEqualTo(fingerprint);
		assertThat(new FingerprintBuilder().add("b", "1").build()).isNotEqualTo(fingerprint);
		assertThat(new FingerprintBuilder().add("a", "1").add("b", "").build()).isNotEqualTo(fingerprint);
		assertThat(new FingerprintBuilder().build()).isNotEqualTo(fingerprint);
	}

	@Test
	void inputsDoNotRunIntoOneAnother() {
		Fingerprint one = new FingerprintBuilder().add("a", "1").add("b", "2").build();
		assertThat(new FingerprintBuilder().add("a", "1b2").build()).isNotEqualTo(one);
		assertThat(new FingerprintBuilder().add("a", "12").add("b", "").build()).isNotEqualTo(one);
		assertThat(new FingerprintBuilder().add("ab", "12").build()).isNotEqualTo(one);
	}

	@Test
	void noValueIsAnotherValueThanTheEmptyText() {
		Fingerprint none = new FingerprintBuilder().add("a", (String) null).build();
		assertThat(new FingerprintBuilder().add("a", "").build()).isNotEqualTo(none);
	}

	@Test
	void sameNameTwiceIsRefused() {
		FingerprintBuilder builder = new FingerprintBuilder().add("a", "1");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.add("a", "2")).withMessageContaining("'a'");
		assertThat(builder.build()).isEqualTo(new FingerprintBuilder().add("a", "1").build());
	}

	@Test
	void valueIsWhatItWasWhenItWasAdded() {
		byte[] value = "1".getBytes(StandardCharsets.UTF_8);
		FingerprintBuilder builder = new FingerprintBuilder().add("a", value);
		Fingerprint before = builder.build();
		value[0] = '2';
		assertThat(builder.build()).isEqualTo(before);
	}

	@Test
	void fingerprintIsTheSameOnEveryMachine() {
		assertThat(new FingerprintBuilder().add("größe", "1 €").build().value())
			.isEqualTo("178c543dc7b37ca7f73a3dcaabdb6a595dd5eedca0b01ee02b740ad9a8626411");
	}

	@Test
	void fingerprintHasABriefFormForPeople() {
		Fingerprint fingerprint = new Fingerprint("0123456789abcdef".repeat(4));
		assertThat(fingerprint.brief()).isEqualTo("0123456789ab");
		assertThat(fingerprint).hasToString(fingerprint.value());
	}

	@Test
	void anythingElseThanASha256IsNoFingerprint() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint("../../etc/passwd"));
		assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint("A".repeat(64)));
		assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint("a".repeat(63)));
	}

}
