/**
 * The REST API. It is there if the application has a web server, which a command has not.
 */
@NullMarked
package io.github.pristinedb.demo.rest;

import org.jspecify.annotations.NullMarked;
