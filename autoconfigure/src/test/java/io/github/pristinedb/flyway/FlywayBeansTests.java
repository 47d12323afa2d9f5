package io.github.pristinedb.flyway;

import java.util.List;

import io.github.pristinedb.recipe.MigrationToolBeans;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

class FlywayBeansTests {

	private final List<MigrationToolBeans> tools = SpringFactoriesLoader.loadFactories(MigrationToolBeans.class,
			getClass().getClassLoader());

	@Test
	void areFoundBySpringsFactories() {
		assertThat(this.tools).singleElement().satisfies((tool) -> {
			assertThat(tool.name()).isEqualTo("Flyway");
			assertThat(tool.type()).isEqualTo(Flyway.class.getName());
			assertThat(tool.missing(getClass().getClassLoader())).isNull();
		});
	}

	@Test
	void whatIsMissingOnTheClassPathIsNamed() {
		MigrationToolBeans tool = this.tools.get(0);
		assertThat(tool.missing(new FilteredClassLoader(Flyway.class))).contains("class path has no Flyway");
		assertThat(tool.missing(new FilteredClassLoader(FlywayMigrationStrategy.class)))
			.contains("class path has no spring-boot-flyway");
	}

}
