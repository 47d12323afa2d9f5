package io.github.pristinedb.demo.rest;

import java.util.Map;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Whatever client a test uses, the server works on the database of that test.
 */
@DemoContext
@NeedsPristine
class ClientsTests {

	private static final Map<String, String> SHOP = Map.of("name", "shop");

	@Autowired
	private ProjectService projects;

	@LocalServerPort
	private int port;

	@AfterEach
	void testHasOneProject() {
		assertThat(this.projects.list()).extracting(Project::id, Project::name).containsExactly(tuple(1L, "shop"));
	}

	@RepeatedTest(4)
	void restClient(@Autowired RestClient.Builder builder) {
		Project shop = builder.baseUrl("http://localhost:" + this.port)
			.build()
			.post()
			.uri("/projects")
			.body(SHOP)
			.retrieve()
			.body(Project.class);
		assertThat(shop.id()).isEqualTo(1);
	}

	@RepeatedTest(4)
	void restTemplate(@Autowired RestTemplateBuilder builder) {
		Project shop = builder.build()
			.postForObject("http://localhost:" + this.port + "/projects", SHOP, Project.class);
		assertThat(shop).extracting(Project::id).isEqualTo(1L);
	}

	@RepeatedTest(4)
	void testRestTemplate(@Autowired TestRestTemplate client) {
		assertThat(client.postForEntity("/projects", SHOP, Project.class).getStatusCode())
			.isEqualTo(HttpStatus.CREATED);
	}

	@RepeatedTest(4)
	void restTestClient(@Autowired RestTestClient client) {
		client.post().uri("/projects").body(SHOP).exchange().expectStatus().isCreated();
	}

	@RepeatedTest(4)
	void mockMvc(@Autowired WebApplicationContext context) {
		assertThat(MockMvcTester.from(context)
			.post()
			.uri("/projects")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"name\": \"shop\"}")).hasStatus(HttpStatus.CREATED);
	}

}
