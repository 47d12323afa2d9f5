package io.github.pristinedb.demo.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.web.bind.annotation.RestController;

/**
 * A part of the REST API.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RestController
@ConditionalOnWebApplication(type = Type.SERVLET)
@interface RestResource {

	/**
	 * The header that names the user who acts.
	 */
	String USER_HEADER = "X-User";

	/**
	 * Who acts if the header is missing.
	 */
	String DEFAULT_USER = "${demo.user}";

}
