package io.github.pristinedb.engine.h2;

import io.github.pristinedb.engine.Image;

/**
 * An image of H2: a script that makes a database.
 */
interface H2Image extends Image {

	/**
	 * The script.
	 * @return the script, always the same one
	 */
	H2Script script();

}
