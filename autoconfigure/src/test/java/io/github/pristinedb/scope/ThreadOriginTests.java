package io.github.pristinedb.scope;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThreadOrigin}.
 */
class ThreadOriginTests {

	@ParameterizedTest
	@CsvSource({ "http-nio-auto-1-exec-3, SERVER", "https-jsse-nio-8443-exec-1, SERVER", "tomcat-handler-7, SERVER",
			"qtp1234567-42, SERVER", "XNIO-1 task-2, SERVER", "reactor-http-epoll-1, SERVER",
			"webflux-http-nio-2, SERVER", "nioEventLoopGroup-3-1, SERVER", "parallel-1, REACTOR",
			"boundedElastic-4, REACTOR", "awaitility-thread, AWAITILITY", "scheduling-1, SCHEDULER",
			"quartzScheduler_Worker-3, SCHEDULER", "Timer-0, SCHEDULER", "ForkJoinPool.commonPool-worker-1, FORK_JOIN",
			"ForkJoinPool-2-worker-3, FORK_JOIN", "pool-1-thread-1, OTHER", "task-1, OTHER", "Thread-12, OTHER" })
	void nameOfAThreadTellsWhereItComesFrom(String name, ThreadOrigin origin) {
		assertThat(ThreadOrigin.of(name)).isSameAs(origin);
	}

	@Test
	void threadsOfAPoolHaveOneName() {
		assertThat(ThreadOrigin.pool("pool-1-thread-12")).isEqualTo(ThreadOrigin.pool("pool-3-thread-7"))
			.isNotEqualTo(ThreadOrigin.pool("http-nio-1-exec-12"));
	}

}
