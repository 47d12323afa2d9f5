package io.github.pristinedb.engine.h2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.files.WholeFile;
import io.github.pristinedb.template.file.FileFormat;
import io.github.pristinedb.template.file.FileImage;
import org.jspecify.annotations.Nullable;

/**
 * Templates of H2: the image is a script of the finished database.
 */
final class H2Format implements FileFormat {

	private final H2Names names;

	H2Format(H2Names names) {
		this.names = names;
	}

	@Override
	public String engine() {
		return H2Engine.NAME;
	}

	@Override
	public Scratch scratch(Database model, Path directory, @Nullable Image base) {
		H2Script script = (base != null) ? ((H2Image) base).script() : null;
		try {
			OwnedDatabase owned = new OwnedDatabase(this.names.next((H2Database) model, "template"), script);
			return new H2Scratch(owned, directory);
		}
		catch (SQLException ex) {
			throw new DatabaseCopyException(
					"A database for the template of " + model + " could not be created: " + ex.getMessage() + ".",
					"Check the settings in the URL, the user and the password.", ex);
		}
	}

	@Override
	public FileImage freeze(Scratch scratch, Path file) {
		H2Scratch built = (H2Scratch) scratch;
		try {
			H2Script script = H2Script.of(built.owned().owner(), built.database(), this.names);
			String text = script.text();
			WholeFile.writeForGood(file, built.directory().resolve("script.sql"), text);
			built.close();
			return TemplateScript.of(file, text.getBytes(StandardCharsets.UTF_8), script);
		}
		catch (IOException | SQLException ex) {
			throw new DatabaseCopyException("The template " + file + " could not be published: " + ex + ".",
					"Check that the migration leaves the database open, the directory is writable and the disk is"
							+ " not full.",
					ex);
		}
	}

	@Override
	public FileImage open(Path file) {
		return TemplateScript.open(file);
	}

	@Override
	public SqlDialect dialect() {
		return H2Dialect.INSTANCE;
	}

}
