package io.github.pristinedb.demo.cli;

import io.github.pristinedb.demo.RefusedException;

import org.springframework.boot.SpringBootExceptionReporter;

/**
 * Keeps Spring Boot from logging a stack trace when a command is refused while its
 * application starts: the command line tells the user itself.
 */
final class RefusalReporter implements SpringBootExceptionReporter {

	@Override
	public boolean reportException(Throwable failure) {
		return failure instanceof RefusedException;
	}

}
