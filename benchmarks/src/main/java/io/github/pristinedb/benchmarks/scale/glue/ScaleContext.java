package io.github.pristinedb.benchmarks.scale.glue;

import io.cucumber.spring.CucumberContextConfiguration;
import io.github.pristinedb.benchmarks.scale.app.ScaleApplication;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * The context of all scenarios.
 */
@CucumberContextConfiguration
@SpringBootTest(classes = ScaleApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
public class ScaleContext {

}
