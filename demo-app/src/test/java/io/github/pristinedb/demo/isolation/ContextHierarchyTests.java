package io.github.pristinedb.demo.isolation;

import io.github.pristinedb.demo.DemoApplication;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The data source is the parent context's, and the child's beans use it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@ContextHierarchy({ @ContextConfiguration(classes = DemoApplication.class),
		@ContextConfiguration(classes = ContextHierarchyTests.Child.class) })
@ActiveProfiles("test")
@NeedsPristine
class ContextHierarchyTests {

	@Autowired
	private Founder founder;

	@Autowired
	private ProjectService projects;

	@RepeatedTest(3)
	void testStartsWithoutProjects() {
		Project shop = this.founder.found("shop");
		assertThat(shop.id()).isEqualTo(1);
		assertThat(this.projects.list()).containsExactly(shop);
	}

	@Configuration(proxyBeanMethods = false)
	static class Child {

		@Bean
		Founder founder(ProjectService projects) {
			return new Founder(projects);
		}

	}

	record Founder(ProjectService projects) {

		Project found(String name) {
			return this.projects.create(name, "ann");
		}

	}

}
