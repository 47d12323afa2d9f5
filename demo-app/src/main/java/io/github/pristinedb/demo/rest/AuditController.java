package io.github.pristinedb.demo.rest;

import java.util.List;

import io.github.pristinedb.demo.audit.AuditEntry;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.project.ProjectService;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

@RestResource
class AuditController extends ProjectScope {

	private final AuditLog auditLog;

	AuditController(ProjectService projects, MemberService members, AuditLog auditLog) {
		super(projects, members);
		this.auditLog = auditLog;
	}

	@GetMapping("/projects/{project}/audit-log")
	List<AuditEntry> list(@PathVariable long project) {
		return this.auditLog.entries(project);
	}

}
