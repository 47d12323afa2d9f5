/**
 * Users, their roles in a project, and what a role allows.
 */
@NullMarked
package io.github.pristinedb.demo.member;

import org.jspecify.annotations.NullMarked;
