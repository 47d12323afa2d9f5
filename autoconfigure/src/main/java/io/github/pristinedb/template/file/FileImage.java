package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.Checksum;

import io.github.pristinedb.engine.Image;

/**
 * An image that is kept as one file.
 */
public interface FileImage extends Image {

	/**
	 * The file that this image is kept in.
	 * @return the absolute path
	 */
	Path file();

	/**
	 * Read the image's file for a checksum. It is what is copied if the file is the same
	 * one as when the image was opened.
	 * @param checksum what the bytes are given to, from the first to the last
	 * @throws IOException if the file cannot be read
	 */
	void addTo(Checksum checksum) throws IOException;

	@Override
	default String describe() {
		return file().toString();
	}

}
