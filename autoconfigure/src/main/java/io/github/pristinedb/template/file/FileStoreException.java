package io.github.pristinedb.template.file;

import java.io.IOException;

/**
 * A file of a template store could not be read or written, which may succeed in another
 * directory.
 */
final class FileStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	FileStoreException(IOException cause) {
		super(cause.getMessage(), cause);
	}

}
