/**
 * Templates as files: the store of the engines whose databases are files.
 */
@NullMarked
package io.github.pristinedb.template.file;

import org.jspecify.annotations.NullMarked;
