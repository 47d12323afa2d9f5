package io.github.pristinedb.tape;

import org.junit.jupiter.api.Test;
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
			"cvv", "jwt", "Authorization", "pin2", "pw", "encrypted_body", "sessionCookie", "Kennwort" })
	void nameOfASecretIsKnown(String name) {
		assertThat(Secrets.isSecret(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "name", "id", "text", "spinner", "shopping", "compass", "key", "author", "passenger",
			"description", "pinned", "script", "hash" })
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
			id ASIAABCDEFGHIJKLMNOP                     | id ***
			AIza0123456789abcdefghijklmnopqrstu         | ***
			ghp_hunter2hunter2hunter2                   | ***
			github_pat_hunter2hunter2hunter2            | ***
			glpat-hunter2hunter2hunter2                 | ***
			sk_live_hunter2                             | ***
			xoxb-hunter2                                | ***
			BASIC aHVudGVyMg==                          | BASIC ***
			-----BEGIN RSA PRIVATE KEY----- hunter2     | ***
			$argon2id$hunter2                           | ***
			SCRAM-SHA-256$hunter2                       | ***
			redis://:hunter2@host                       | redis://:***@host
			jdbc:x://ada:hun@ter/2@host/db              | jdbc:x://ada:***@host/db
			https://host:8080,host2:8081/x?a=b@c        | https://host:8080,host2:8081/x?a=b@c
			jdbc:oracle:thin:scott/hunter2@host:1521    | jdbc:oracle:thin:scott/***@host:1521
			host=h password='hunter2 hunter2' user=ada  | host=h password=*** user=ada
			host=h password='' user=ada                 | host=h password=*** user=ada
			{password=hunter2, name=ada}                | {password=***, name=ada}
			{"pin":4711,"name":"ada"}                   | {"pin":***,"name":"ada"}
			{"password":["hun","ter]2"],"name":"ada"}   | {"password":***,"name":"ada"}
			{"secret":{"a":{"b":"hunter2"}},"name":1}   | {"secret":***,"name":1}
			{\\"password\\":\\"hunter2\\",\\"a\\":1}     | {\\"password\\":***,\\"a\\":1}
			<login><password>hunter2</password></login> | <login><password>***</password></login>
			password: hunter2                           | password: ***
			Authorization: Basic aHVudGVyMg==           | Authorization: ***
			Cookie: session=hunter2; csrf=hunter3       | Cookie: ***
			X-Api-Key: hunter2                          | X-Api-Key: ***
			eyJhbGciOiJI.eyJhbGciOiJI.a.b.hunter2       | ***
			SCRAM-SHA-256$4096:c2FsdA==$hunter2:x       | ***
			xoxb-1234-hunter2                           | ***
			the token of ada is here                    | the token of ada is here
			column "password" of relation "account"     | column "password" of relation "account"
			name=ada; mode: x                           | name=ada; mode: x
			just a note: nothing to hide                | just a note: nothing to hide
			""")
	void secretWithinATextIsHidden(String text, String hidden) {
		assertThat(Secrets.hide(text)).isEqualTo(hidden);
	}

	@Test
	void longTextIsReadOnce() {
		// Else this takes hours.
		String text = "'\\x" + "5a".repeat(500_000) + "'";
		assertThat(Secrets.hide(text)).isEqualTo(text);
	}

}
