package io.github.pristinedb.tape;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Secrets}.
 */
class SecretsTests {

	@ParameterizedTest
	@ValueSource(strings = { "password", "PASSWORD_HASH", "userPassword", "passwd", "client_secret", "accessToken",
			"api_key", "apiKey", "api-key", "private_key", "credentials", "pwd", "USER_PWD", "pin", "cardPin", "otp",
			"cvv", "jwt", "Authorization" })
	void nameOfASecretIsKnown(String name) {
		assertThat(Secrets.isSecret(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "name", "id", "text", "spinner", "shopping", "compass", "key", "author", "passenger" })
	void otherNamesAreNoSecrets(String name) {
		assertThat(Secrets.isSecret(name)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:postgresql://ada:hunter2@host/db       | jdbc:postgresql://ada:***@host/db
			https://ada:hunter2…                        | https://ada:***
			http://localhost:8080/x                     | http://localhost:8080/x
			jdbc:h2:mem:x;PASSWORD=hunter2;MODE=x       | jdbc:h2:mem:x;PASSWORD=***;MODE=x
			{"apiKey": "a\\"hunter2", "name":"ada"}     | {"apiKey": ***, "name":"ada"}
			{"name":"ada","password":"hunter2…          | {"name":"ada","password":***
			https://host/?access_token=hunter2&x=1      | https://host/?access_token=***&x=1
			Bearer abcdefgh.hunter2                     | Bearer ***
			eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.hunter2   | ***
			$2a$10$hunter2hunter2hunter2                | ***
			{bcrypt}$2a$10$hunter2                      | ***
			AKIAABCDEFGHIJKLMNOP                        | ***
			just a note: nothing to hide                | just a note: nothing to hide
			""")
	void secretWithinATextIsHidden(String text, String hidden) {
		assertThat(Secrets.hide(text)).isEqualTo(hidden);
	}

}
