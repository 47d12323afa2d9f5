package io.github.pristinedb.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.TestPropertySource;

/**
 * A managed database with one table of notes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(properties = { "spring.datasource.url=" + Stage.URL,
		"spring.flyway.locations=classpath:isolation/migration", "pristine.template.cache-dir=target/test-templates" })
@interface NotesProperties {

}
