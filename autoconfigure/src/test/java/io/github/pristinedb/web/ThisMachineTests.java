package io.github.pristinedb.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThisMachine}.
 */
class ThisMachineTests {

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost", "https://LOCALHOST:8443/a", "http://localhost.:80",
			"http://app.localhost/", "http://127.0.0.1:8080", "http://127.8.9.1", "http://[::1]:8080/",
			"http://[0:0:0:0:0:0:0:1]", "http://0.0.0.0:1", "http://user@localhost/" })
	void loopbackIsThisMachine(String uri) {
		assertThat(ThisMachine.isTargetOf(URI.create(uri))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.com", "http://localhost.example.com", "http://localhost@example.com",
			"http://notlocalhost", "http://192.0.2.1", "http://[2001:db8::1]", "http://2130706433", "http://127.1",
			"http://127.0.0.1.example.com", "http://my_service:80", "/relative", "mailto:a@localhost",
			"http://128.0.0.1" })
	void anythingElseIsNot(String uri) {
		assertThat(ThisMachine.isTargetOf(URI.create(uri))).isFalse();
	}

	@Test
	void addressesOfItsInterfacesAreThisMachine() throws Exception {
		List<InetAddress> addresses = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.toList();
		assertThat(addresses).isNotEmpty().allSatisfy((address) -> {
			String literal = address.getHostAddress().replaceAll("%.*", "");
			URI uri = URI.create("http://" + ((address instanceof Inet6Address) ? "[" + literal + "]" : literal));
			assertThat(ThisMachine.isTargetOf(uri)).as(uri.toString()).isTrue();
		});
	}

}
