package io.github.pristinedb.benchmarks.mocks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * A test of the application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(classes = MocksApplication.class, webEnvironment = WebEnvironment.NONE,
		properties = { "spring.datasource.url=jdbc:sqlite:target/scenario-mocks.db",
				"spring.flyway.locations=classpath:mocks/migration" })
@interface MocksTest {

}
