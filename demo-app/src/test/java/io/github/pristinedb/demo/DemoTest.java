package io.github.pristinedb.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.transaction.annotation.Transactional;

/**
 * A test of services on the migrated database, in the context that the scenarios use too.
 * What it writes is rolled back.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DemoContext
@Transactional
@ResourceLock(providers = SharedDatabaseLock.class)
public @interface DemoTest {

}
