package io.github.pristinedb.engine.kit;

import java.util.List;
import java.util.Locale;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The forms of URLs, and which databases the guard admits.
 */
abstract class GuardContract extends EngineContract {

	private static final List<String> FOREIGN = List.of("jdbc:nothing:scenario", "jdbc:", "scenario", "");

	private final Guard guard = new Guard(List.of(this.fixture.engine()), List.of("scenario", "Test"));

	GuardContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void databaseWhoseOwnNameStartsWithAPrefixIsAdmittedUnderTheUrlThatWasGiven() {
		for (String name : List.of("scenario", "scenario-17", "SCENARIO", "Scenarios", "test", "TESTING")) {
			for (String url : this.fixture.spellings(this.directory, name)) {
				assertThat(admit(url)).as(url).isNotNull().satisfies((managed) -> {
					assertThat(managed.engine()).isSameAs(this.fixture.engine());
					assertThat(managed.database().url()).isEqualTo(url);
					assertThat(managed.database().name().toLowerCase(Locale.ROOT))
						.startsWith(name.toLowerCase(Locale.ROOT));
				});
				assertThat(refusal(url)).as(url).isNull();
			}
		}
	}

	@Test
	void spellingsOfOnePlaceAreOneDatabaseAndOtherPlacesAreOthers() {
		Database database = locate(this.fixture.url(this.directory, "scenario"));
		for (String url : this.fixture.spellings(this.directory, "scenario")) {
			assertThat(locate(url)).as(url).isEqualTo(database).hasSameHashCodeAs(database);
		}
		assertThat(locate(this.fixture.url(this.directory, "scenario-2"))).isNotEqualTo(database);
		assertThat(locate(this.fixture.url(this.directory.resolve("other"), "scenario"))).isNotEqualTo(database);
	}

	@Test
	void databaseWithAnotherNameIsRefusedByItsNameWhateverElseIsInTheUrl() {
		for (String url : this.fixture.misleading(this.directory)) {
			assertThat(admit(url)).as(url).isNull();
			assertThat(refusal(url)).as(url).isNotNull();
		}
		assertThat(refusal(this.fixture.url(this.directory, "prod"))).isNotNull().satisfies((refusal) -> {
			assertThat(refusal.byName()).isTrue();
			assertThat(refusal.name()).startsWith("prod");
			assertThat(refusal.reason()).isEqualTo("name does not start with scenario or test");
		});
	}

	@Test
	void databaseThatCannotBeManagedIsRefusedWithTheReason() {
		for (String url : this.fixture.unmanageable()) {
			assertThat(admit(url)).as(url).isNull();
			Refusal refusal = refusal(url);
			assertThat(refusal).as(url).isNotNull();
			assertThat(refusal.byName()).as(url).isFalse();
			assertThat(refusal.reason()).as(url).isNotBlank();
			assertThat(refusal.name()).as(url).isNotBlank();
		}
	}

	@Test
	void databaseOfAnotherProductIsNoneOfTheEngines() {
		for (String url : FOREIGN) {
			assertThat(locate(url)).as(url).isNull();
			assertThat(admit(url)).as(url).isNull();
			assertThat(refusal(url)).as(url).isNull();
		}
	}

	@Test
	void nameIsComparedTheSameWayInEveryLanguage() {
		Locale locale = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			assertThat(admit(this.fixture.url(this.directory, "SCENARIO"))).isNotNull();
			assertThat(admit(this.fixture.url(this.directory, "scenario"))).isNotNull();
		}
		finally {
			Locale.setDefault(locale);
		}
	}

	@Test
	void secretOfTheUrlIsInNoMessageAndInNoName() {
		for (String url : this.fixture.withSecret(this.directory, "geheim")) {
			ManagedDatabase managed = admit(url);
			assertThat(managed).as(url).isNotNull();
			assertThat(managed.database().toString()).doesNotContain("geheim");
			assertThat(managed.database().name()).doesNotContain("geheim");
			Refusal refusal = refusal(new Guard(List.of(this.fixture.engine()), List.of("other")), url);
			assertThat(refusal).as(url).isNotNull();
			assertThat(refusal.name() + refusal.reason()).doesNotContain("geheim");
		}
	}

	@Test
	void judgingADatabaseMakesNone() {
		String url = this.fixture.url(this.directory, "scenario");
		assertThat(admit(url)).isNotNull();
		assertThat(this.fixture.exists(url)).isFalse();
		assertThat(this.directory).isEmptyDirectory();
	}

	private @Nullable ManagedDatabase admit(String url) {
		return this.guard.admit(Access.to(url));
	}

	private @Nullable Refusal refusal(Guard guard, String url) {
		return guard.refusal(Access.to(url));
	}

	private @Nullable Refusal refusal(String url) {
		return refusal(this.guard, url);
	}

}
