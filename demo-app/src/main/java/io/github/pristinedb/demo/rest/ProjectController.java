package io.github.pristinedb.demo.rest;

import java.net.URI;
import java.util.List;

import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;

@RestResource
class ProjectController {

	private final ProjectService projects;

	private final MemberService members;

	ProjectController(ProjectService projects, MemberService members) {
		this.projects = projects;
		this.members = members;
	}

	@GetMapping("/projects")
	List<Project> list() {
		return this.projects.list();
	}

	@PostMapping("/projects")
	ResponseEntity<Project> create(
			@RequestHeader(name = RestResource.USER_HEADER, defaultValue = RestResource.DEFAULT_USER) String user,
			@RequestBody NewProject project) {
		Project created = this.projects.create(project.name(), user);
		return ResponseEntity.created(URI.create("/projects/" + created.id())).body(created);
	}

	@GetMapping("/projects/{project}")
	Project get(@PathVariable long project) {
		return this.projects.require(project);
	}

	@GetMapping("/roles")
	List<Role> roles() {
		return this.members.roles();
	}

	record NewProject(String name) {
	}

}
