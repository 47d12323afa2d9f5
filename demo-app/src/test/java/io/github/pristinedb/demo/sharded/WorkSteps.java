package io.github.pristinedb.demo.sharded;

import java.util.concurrent.locks.LockSupport;

import io.cucumber.java.en.When;
import io.cucumber.spring.CucumberContextConfiguration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;

@CucumberContextConfiguration
@ContextConfiguration(classes = WorkSteps.SlowBean.class)
public class WorkSteps {

	@When("it works for {int} ms")
	public void works(int millis) {
		long end = System.nanoTime() + millis * 1_000_000L;
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
	}

	@When("it recurses for ever")
	public void recurses() {
		recurse(1);
	}

	private static int recurse(int depth) {
		return recurse(depth + 1) + depth;
	}

	@When("it breaks in a way that nobody knows")
	public void breaks() {
		throw new StrangeError();
	}

	@When("it wants more memory than there is")
	public void exhausts() {
		// JUnit and Cucumber are told by its type alone.
		throw new OutOfMemoryError("as it should");
	}

	@Configuration(proxyBeanMethods = false)
	static class SlowBean {

		static final int MILLIS = 50;

		@Bean
		String slow() {
			new WorkSteps().works(MILLIS);
			return "slow";
		}

	}

	static final class StrangeError extends Error {

		private static final long serialVersionUID = 1L;

	}

}
