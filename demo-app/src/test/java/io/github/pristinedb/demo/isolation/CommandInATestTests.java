package io.github.pristinedb.demo.isolation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.cli.CliSettings;
import io.github.pristinedb.demo.cli.PlanCli;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command starts an application of its own. It works on the test's database if it means
 * the same file as the server.
 */
@DemoContext
@NeedsPristine
class CommandInATestTests {

	@RepeatedTest(3)
	void whatACommandWritesIsSeenOverHttp(@Autowired RestTestClient client) {
		PlanCli cli = new PlanCli(new CliSettings(List.of("test"), Map.of("demo.database-file", "scenario-demo.db")));
		StringWriter output = new StringWriter();
		PrintWriter writer = new PrintWriter(output);
		int exitCode = cli.run(new String[] { "init", "shop" }, Path.of("target"), writer, writer);
		assertThat(exitCode).as(output.toString()).isZero();
		client.get().uri("/projects").exchange().expectStatus().isOk().expectBody().json("""
				[ { "id": 1, "name": "shop" } ]
				""");
	}

}
