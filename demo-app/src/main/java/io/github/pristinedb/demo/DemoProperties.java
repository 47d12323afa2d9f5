package io.github.pristinedb.demo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the planning tool.
 *
 * @param databaseFile name of the database file, relative to the project's directory; if
 * empty, the project is in the database that {@code spring.datasource} names
 * @param user name of the user who acts
 * @param maxContextFileSize largest context file that is accepted
 */
@ConfigurationProperties("demo")
public record DemoProperties(@DefaultValue("plan.db") String databaseFile, @DefaultValue("nobody") String user,
		@DefaultValue("1MB") DataSize maxContextFileSize) {
}
