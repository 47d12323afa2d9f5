package io.github.pristinedb.demo.rest;

import io.github.pristinedb.demo.DemoApplication;
import io.github.pristinedb.demo.NeedsPristine;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The server as its main method starts it.
 */
@SpringBootTest(classes = DemoApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		useMainMethod = UseMainMethod.ALWAYS)
@AutoConfigureRestTestClient
@ActiveProfiles("test")
@NeedsPristine
class MainMethodTests {

	@Test
	void serverAnswers(@Autowired RestTestClient client) {
		client.get().uri("/projects").exchange().expectStatus().isOk().expectBody().json("[]");
	}

}
