package io.github.pristinedb.demo.rest;

import java.util.List;

import io.github.pristinedb.demo.context.ContextFile;
import io.github.pristinedb.demo.context.ContextService;
import io.github.pristinedb.demo.context.NewContextFile;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.project.ProjectService;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

@RestResource
@RequestMapping("/projects/{project}/context-files")
class ContextController extends ProjectScope {

	private final ContextService context;

	ContextController(ProjectService projects, MemberService members, ContextService context) {
		super(projects, members);
		this.context = context;
	}

	@GetMapping
	List<ContextFile> list(@PathVariable long project) {
		return this.context.list(project);
	}

	@PostMapping
	List<ContextFile> add(@PathVariable long project,
			@RequestHeader(name = RestResource.USER_HEADER, defaultValue = RestResource.DEFAULT_USER) String user,
			@RequestBody List<NewContextFile> files) {
		this.context.add(project, user, files);
		return this.context.list(project);
	}

	@DeleteMapping
	Removal clear(@PathVariable long project,
			@RequestHeader(name = RestResource.USER_HEADER, defaultValue = RestResource.DEFAULT_USER) String user) {
		return new Removal(this.context.clear(project, user));
	}

	record Removal(int removed) {
	}

}
