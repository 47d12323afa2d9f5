package io.github.pristinedb.jdbc;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.mockito.MockingDetails;
import org.mockito.Mockito;

import org.springframework.util.ClassUtils;

/**
 * A data source that a {@code @Bean} method has made a spy of: a spy takes its place,
 * which tests stub and verify.
 */
final class SpiedDataSource {

	private static final Log logger = LogFactory.getLog(SpiedDataSource.class);

	private static final boolean MOCKITO = ClassUtils.isPresent("org.mockito.Mockito",
			SpiedDataSource.class.getClassLoader());

	private SpiedDataSource() {
	}

	/**
	 * Let what takes the place of a spy be one.
	 * @param original the data source of the application, perhaps a spy
	 * @param replacement what takes its place
	 * @param beanName the name of its bean
	 * @return a spy of the replacement, or the replacement itself
	 */
	static DataSource like(DataSource original, DataSource replacement, String beanName) {
		return (MOCKITO && Spies.contain(original)) ? Spies.spy(original, replacement, beanName) : replacement;
	}

	/**
	 * In a class of its own, since Mockito may be absent.
	 */
	private static final class Spies {

		private Spies() {
		}

		static boolean contain(DataSource dataSource) {
			try {
				return Mockito.mockingDetails(dataSource).isSpy();
			}
			catch (RuntimeException | LinkageError ex) {
				// Where Mockito does not work there are no spies.
				return false;
			}
		}

		static DataSource spy(DataSource original, DataSource replacement, String beanName) {
			MockingDetails details = Mockito.mockingDetails(original);
			if (!details.getStubbings().isEmpty()) {
				logger.warn("The data source '" + beanName + "' was stubbed before it became a bean. A spy for each"
						+ " test's database takes its place without those stubbings. Stub the bean in the test.");
			}
			return Mockito.spy(replacement);
		}

	}

}
