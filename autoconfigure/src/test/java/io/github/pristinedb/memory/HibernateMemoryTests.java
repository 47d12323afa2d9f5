package io.github.pristinedb.memory;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hibernate on SQLite, and tenants of the application's own.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("of its own, so Hibernate shares|HHH090205|Tests share the database")
class HibernateMemoryTests extends HibernateMemoryContract {

	HibernateMemoryTests() {
		super("spring.datasource.url=" + Stage.URL,
				"spring.jpa.database-platform=org.hibernate.community.dialect.SQLiteDialect");
	}

	@Test
	void databaseThatIsNotManagedHasNoTenants() {
		context()
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:file:archive?mode=memory&cache=shared",
					"spring.flyway.enabled=false")
			.run((context) -> assertThat(
					factory(context).getSessionFactoryOptions().getCurrentTenantIdentifierResolver())
				.isNull());
	}

	@Test
	void tenantsOfTheApplicationStayAndAreWarnedOf(CapturedOutput output) {
		context().withUserConfiguration(OwnTenants.class).run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					started(context);
					assertThat(tenant(context)).isEqualTo("of the application");
					assertThat(persist(context, PooledId.class, 120)).isEqualTo(FROM_ONE);
				});
			}
			assertThat(output).doesNotContain("of its own, so Hibernate shares");
			Stage.scenario(context, () -> Stage.scenario(context, () -> {
				started(context);
				started(context);
			}));
			assertThat(output).containsOnlyOnce("of its own, so Hibernate shares")
				.contains("hibernate.id.optimizer.pooled.preferred=none");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTenants {

		@Bean
		CurrentTenantIdentifierResolver<String> tenants() {
			return new CurrentTenantIdentifierResolver<>() {

				@Override
				public String resolveCurrentTenantIdentifier() {
					return "of the application";
				}

				@Override
				public boolean validateExistingCurrentSessions() {
					return false;
				}

			};
		}

	}

}
