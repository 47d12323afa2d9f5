package io.github.pristinedb.files;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.atMostOnce;
import static org.mockito.Mockito.mockStatic;

/**
 * Tests for {@link LockHolder}.
 */
class LockHolderTests {

	@Test
	void nameOfTheMachineIsAskedForOnce() {
		try (MockedStatic<InetAddress> addresses = mockStatic(InetAddress.class, CALLS_REAL_METHODS)) {
			LockHolder first = LockHolder.thisProcess();
			LockHolder second = LockHolder.thisProcess();
			assertThat(second.host()).isEqualTo(first.host());
			addresses.verify(InetAddress::getLocalHost, atMostOnce());
		}
	}

	@Test
	void holderIsReadAsItWasWritten() {
		LockHolder holder = LockHolder.thisProcess();
		assertThat(LockHolder.parse(new String(holder.toBytes(), StandardCharsets.UTF_8))).isEqualTo(holder);
	}

	@Test
	void whatIsNoHoldersTextIsNone() {
		assertThat(LockHolder.parse("")).isNull();
		assertThat(LockHolder.parse("process 1 on")).isNull();
		assertThat(LockHolder.parse("process 1 on host since yesterday")).isNull();
	}

}
