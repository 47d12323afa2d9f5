package io.github.pristinedb.demo.rest;

import java.util.List;

import io.github.pristinedb.demo.member.Member;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;
import io.github.pristinedb.demo.project.ProjectService;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

@RestResource
@RequestMapping("/projects/{project}/members")
class MemberController extends ProjectScope {

	private final MemberService members;

	MemberController(ProjectService projects, MemberService members) {
		super(projects, members);
		this.members = members;
	}

	@GetMapping
	List<Member> list(@PathVariable long project) {
		return this.members.list(project);
	}

	@PutMapping("/{name}")
	Member put(@PathVariable long project, @PathVariable String name,
			@RequestHeader(name = RestResource.USER_HEADER, defaultValue = RestResource.DEFAULT_USER) String user,
			@RequestBody Membership membership) {
		return this.members.add(project, user, name, membership.role());
	}

	record Membership(Role role) {
	}

}
