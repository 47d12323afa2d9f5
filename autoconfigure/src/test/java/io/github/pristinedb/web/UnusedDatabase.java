package io.github.pristinedb.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.TestPropertySource;

/**
 * A managed database, without which nothing is bound, and nothing that connects to it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(
		properties = { "spring.datasource.url=jdbc:sqlite:target/scenario-web.db", "spring.flyway.enabled=false" })
@interface UnusedDatabase {

}
