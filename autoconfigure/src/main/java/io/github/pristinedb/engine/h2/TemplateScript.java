package io.github.pristinedb.engine.h2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Checksum;

import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.files.Uninterrupted;
import io.github.pristinedb.template.file.FileImage;
import org.jspecify.annotations.Nullable;

/**
 * A script in a file, read once.
 */
final class TemplateScript implements FileImage, H2Image {

	private final Path file;

	private final byte[] content;

	private @Nullable H2Script script;

	private TemplateScript(Path file, byte[] content, @Nullable H2Script script) {
		this.file = file;
		this.content = content;
		this.script = script;
	}

	/**
	 * Open a template.
	 * @param file its file
	 * @return the template
	 * @throws UnusableDatabaseException if it cannot be read
	 */
	static TemplateScript open(Path file) {
		try {
			return new TemplateScript(file, Uninterrupted.call(() -> Files.readAllBytes(file)), null);
		}
		catch (IOException ex) {
			throw new UnusableDatabaseException("The image " + file + " cannot be read: " + ex + ".",
					"Check the permissions of the file, or delete it: Pristine builds the image again.", ex);
		}
	}

	/**
	 * A template that was written just now.
	 * @param file its file
	 * @param content the file's content
	 * @param script the script that is the content
	 * @return the template
	 */
	static TemplateScript of(Path file, byte[] content, H2Script script) {
		return new TemplateScript(file, content, script);
	}

	/**
	 * {@inheritDoc} It is taken apart when it is needed: by then somebody has compared
	 * the content with its checksum.
	 */
	@Override
	public synchronized H2Script script() {
		H2Script script = this.script;
		if (script == null) {
			try {
				script = H2Script.read(new String(this.content, StandardCharsets.UTF_8));
			}
			catch (IllegalArgumentException ex) {
				throw new UnusableDatabaseException(
						"The image " + this.file + " is no script of this version: " + ex.getMessage() + ".",
						"Delete the file: Pristine builds the image again.", ex);
			}
			this.script = script;
		}
		return script;
	}

	@Override
	public Path file() {
		return this.file;
	}

	@Override
	public long bytes() {
		return this.content.length;
	}

	/**
	 * {@inheritDoc} What was read is what is copied, whatever becomes of the file.
	 */
	@Override
	public void addTo(Checksum checksum) {
		checksum.update(this.content);
	}

}
