package io.github.pristinedb.benchmarks.scale.app;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;

/**
 * An application with a database, a service and no server.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan
public class ScaleApplication {

}
