package io.github.pristinedb.benchmarks.zonky;

import io.zonky.test.db.config.DatabaseProviderFactory;
import io.zonky.test.db.config.Provider;
import io.zonky.test.db.provider.DatabaseProvider;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * All of zonky's pipeline around the one part that would start a server.
 */
@Configuration(proxyBeanMethods = false)
class GivenServer {

	@Bean
	@Provider(type = "embedded", database = "postgres")
	DatabaseProvider embeddedPostgresDatabaseProvider(DatabaseProviderFactory postgresDatabaseProviderFactory) {
		return postgresDatabaseProviderFactory.createProvider(GivenServerProvider.class);
	}

}
