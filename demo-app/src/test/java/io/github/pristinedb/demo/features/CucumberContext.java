package io.github.pristinedb.demo.features;

import io.cucumber.spring.CucumberContextConfiguration;
import io.github.pristinedb.demo.DemoApplication;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;

@CucumberContextConfiguration
@SpringBootTest(classes = DemoApplication.class, webEnvironment = WebEnvironment.NONE)
@ActiveProfiles("test")
public class CucumberContext {

}
