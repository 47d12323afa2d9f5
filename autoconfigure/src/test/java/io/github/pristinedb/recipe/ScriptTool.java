package io.github.pristinedb.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.NoFingerprintException;
import io.github.pristinedb.template.TemplateRecipe;
import org.jspecify.annotations.Nullable;

/**
 * The smallest migration tool that there can be: it runs one file of SQL.
 *
 * @param dataSource leads to the application's database
 * @param script the file, with statements that end with semicolons
 * @param runs counts how often the script has run
 */
record ScriptTool(@Nullable DataSource dataSource, Path script, AtomicInteger runs) implements MigrationTool {

	ScriptTool(@Nullable DataSource dataSource, Path script) {
		this(dataSource, script, new AtomicInteger());
	}

	@Override
	public String name() {
		return "Script";
	}

	@Override
	public String version() {
		return "1";
	}

	@Override
	public void addTo(FingerprintBuilder fingerprint) {
		try {
			fingerprint.add("script", Files.readAllBytes(this.script));
		}
		catch (IOException ex) {
			throw new NoFingerprintException("The script cannot be read", ex) {
			};
		}
	}

	@Override
	public void migrate(DataSource dataSource) {
		run(dataSource);
	}

	@Override
	public TemplateRecipe.Result build(TemplateSite site) {
		return site.fromNothing(this::run);
	}

	private int run(DataSource dataSource) {
		this.runs.incrementAndGet();
		String[] statements = read().split(";");
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The script failed", ex);
		}
		return read().isEmpty() ? 0 : statements.length;
	}

	private String read() {
		try {
			return Files.exists(this.script) ? Files.readString(this.script).strip()
					: "CREATE TABLE unread (id INTEGER)";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
