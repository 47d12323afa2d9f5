package io.github.pristinedb.jdbc;

import java.util.List;
import java.util.Properties;
import java.util.function.Function;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.sqlite.JDBC;
import org.sqlite.SQLiteDataSource;
import org.sqlite.javax.SQLiteConnectionPoolDataSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The kinds of data sources, set up so that a connection has a cache of 77 pages where
 * the kind can do such a thing.
 */
enum DataSourceKind {

	HIKARI(true, (url) -> {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setConnectionInitSql("PRAGMA cache_size = 77");
		return pool;
	}),

	HIKARI_WITH_A_CLASS_NAME(true, (url) -> {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSourceClassName(SQLiteDataSource.class.getName());
		pool.addDataSourceProperty("url", url);
		pool.addDataSourceProperty("cacheSize", 77);
		return pool;
	}),

	HIKARI_WITH_A_DATA_SOURCE(true, (url) -> {
		SQLiteDataSource driver = new SQLiteDataSource();
		driver.setUrl(url);
		driver.setCacheSize(77);
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(driver);
		return pool;
	}),

	HIKARI_AROUND_A_WRAPPER(true, (url) -> {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(new LazyConnectionDataSourceProxy(DataSourceKind.valueOf("SIMPLE_DRIVER").create(url)));
		return pool;
	}),

	DRIVER(true, (url) -> {
		SQLiteDataSource driver = new SQLiteDataSource();
		driver.setUrl(url);
		driver.setCacheSize(77);
		return driver;
	}),

	DRIVER_FOR_POOLS(true, (url) -> {
		SQLiteConnectionPoolDataSource driver = new SQLiteConnectionPoolDataSource();
		driver.setUrl(url);
		driver.setCacheSize(77);
		return driver;
	}),

	SIMPLE_DRIVER(true, (url) -> new SimpleDriverDataSource(new JDBC(), url, properties())),

	DRIVER_MANAGER(true, (url) -> {
		DriverManagerDataSource dataSource = new DriverManagerDataSource(url, properties());
		dataSource.setUsername("me");
		dataSource.setPassword("geheim");
		return dataSource;
	}),

	SINGLE_CONNECTION(false, (url) -> new SingleConnectionDataSource(url, "me", "geheim", true)),

	TOMCAT(true, (url) -> {
		org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
		pool.setDriverClassName(JDBC.class.getName());
		pool.setUrl(url);
		pool.setUsername("me");
		pool.setPassword("geheim");
		pool.setInitialSize(1);
		pool.setInitSQL("PRAGMA cache_size = 77");
		return pool;
	}),

	DBCP(true, (url) -> {
		BasicDataSource pool = new BasicDataSource();
		pool.setUrl(url);
		pool.setUsername("me");
		pool.setPassword("geheim");
		pool.setConnectionInitSqls(List.of("PRAGMA cache_size = 77"));
		return pool;
	});

	private final boolean setUp;

	private final Function<String, DataSource> factory;

	DataSourceKind(boolean setUp, Function<String, DataSource> factory) {
		this.setUp = setUp;
		this.factory = factory;
	}

	boolean isSetUp() {
		return this.setUp;
	}

	DataSource create(String url) {
		return this.factory.apply(url);
	}

	private static Properties properties() {
		Properties properties = new Properties();
		properties.setProperty("cache_size", "77");
		properties.setProperty("password", "geheim");
		return properties;
	}

}
