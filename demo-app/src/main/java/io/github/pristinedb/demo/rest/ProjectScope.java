package io.github.pristinedb.demo.rest;

import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;
import io.github.pristinedb.demo.project.ProjectService;

import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/**
 * What everything below a project's path has in common: the project exists, and the user
 * is a member of it.
 */
abstract class ProjectScope {

	private final ProjectService projects;

	private final MemberService members;

	ProjectScope(ProjectService projects, MemberService members) {
		this.projects = projects;
		this.members = members;
	}

	@ModelAttribute
	void enter(@PathVariable long project,
			@RequestHeader(name = RestResource.USER_HEADER, defaultValue = RestResource.DEFAULT_USER) String user) {
		this.projects.require(project);
		this.members.require(project, user, Role.VIEWER);
	}

}
