package io.github.pristinedb.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Data sources that a {@code @Bean} method has made spies of.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("was stubbed before it became a bean")
class SpiedDataSourceTests {

	private static final String FIRST = "from the migration";

	@BeforeEach
	void remove() throws IOException {
		Files.deleteIfExists(Stage.DATABASE);
	}

	@Test
	void stubbingOfASpiedPoolIsReached(CapturedOutput output) {
		context(Mockito.spy(pool())).run((context) -> {
			HikariDataSource bean = context.getBean(HikariDataSource.class);
			Stage.scenario(context, () -> {
				doThrow(new SQLException("out of reach")).when(bean).getConnection();
				assertThatExceptionOfType(SQLException.class).isThrownBy(bean::getConnection)
					.withMessage("out of reach");
				Mockito.reset(bean);
			});
			assertThatEachScenarioHasADatabase(context);
		});
		assertThat(Stage.DATABASE).doesNotExist();
		assertThat(output).doesNotContain("stubbed before");
	}

	@Test
	void callsOfASpiedPoolAreVerified() {
		context(Mockito.spy(pool())).run((context) -> {
			HikariDataSource bean = context.getBean(HikariDataSource.class);
			assertThatEachScenarioHasADatabase(context);
			verify(bean, atLeastOnce()).getConnection();
			verify(bean, never()).getConnection(any(), any());
		});
	}

	@Test
	void stubbingOfASpiedDriverBehindAWrapperIsReached() {
		SQLiteDataSource driver = new SQLiteDataSource();
		driver.setUrl(Stage.URL);
		DelegatingDataSource wrapper = new DelegatingDataSource(Mockito.spy(driver));
		context(wrapper).run((context) -> {
			assertThatEachScenarioHasADatabase(context);
			DataSource target = wrapper.getTargetDataSource();
			doReturn(Mockito.mock(SQLiteConnection.class)).when(target).getConnection();
			assertThat(Mockito.mockingDetails(context.getBean(DataSource.class).getConnection()).isMock()).isTrue();
		});
	}

	@Test
	void stubbingOfTheBeanMethodIsNamed(CapturedOutput output) throws SQLException {
		HikariDataSource spy = Mockito.spy(pool());
		doThrow(new SQLException("out of reach")).when(spy).getConnection();
		context(spy).run(SpiedDataSourceTests::assertThatEachScenarioHasADatabase);
		assertThat(output).containsOnlyOnce("The data source 'mine' was stubbed before it became a bean.");
	}

	private static void assertThatEachScenarioHasADatabase(ApplicationContext context) throws Exception {
		for (int i = 0; i < 2; i++) {
			Stage.scenario(context, () -> {
				assertThat(Stage.notes(context)).containsExactly(FIRST);
				Stage.write(context, "from a scenario");
			});
		}
	}

	private static ApplicationContextRunner context(DataSource dataSource) {
		return Stage.context().withBean("mine", DataSource.class, () -> dataSource);
	}

	private static HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(Stage.URL);
		return pool;
	}

}
