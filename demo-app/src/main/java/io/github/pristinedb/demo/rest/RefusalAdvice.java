package io.github.pristinedb.demo.rest;

import java.util.stream.Collectors;

import io.github.pristinedb.demo.RefusedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers what is refused by problem details (RFC 9457).
 */
@RestControllerAdvice
@ConditionalOnWebApplication(type = Type.SERVLET)
class RefusalAdvice extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	ProblemDetail refused(RefusedException refusal) {
		HttpStatus status = switch (refusal.reason()) {
			case INVALID -> HttpStatus.BAD_REQUEST;
			case FORBIDDEN -> HttpStatus.FORBIDDEN;
			case MISSING -> HttpStatus.NOT_FOUND;
			case CONFLICT -> HttpStatus.CONFLICT;
		};
		return ProblemDetail.forStatusAndDetail(status, refusal.getMessage());
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String detail = "The body is missing or not readable.";
		if (ex.getCause() instanceof JacksonException cause && !cause.getPath().isEmpty()) {
			String property = cause.getPath()
				.stream()
				.map((part) -> (part.getPropertyName() != null) ? part.getPropertyName() : "[" + part.getIndex() + "]")
				.collect(Collectors.joining("."));
			detail = "The property '%s' of the body is missing or of the wrong kind.".formatted(property);
		}
		return handleExceptionInternal(ex, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
	}

}
