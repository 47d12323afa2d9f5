/**
 * The statements of scopes, as a tape records them: counted, cut, and without secrets.
 */
@NullMarked
package io.github.pristinedb.tape;

import org.jspecify.annotations.NullMarked;
