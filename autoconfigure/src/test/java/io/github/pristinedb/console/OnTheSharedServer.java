package io.github.pristinedb.console;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Works on the PostgreSQL server that the forks of a build share, and with it
 * connections. Warnings of those tell of any fork.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DeliberateOutput("The tests may open \\d+ connections to the server")
public @interface OnTheSharedServer {

}
