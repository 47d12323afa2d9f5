package io.github.pristinedb.demo.rest;

import java.net.URI;
import java.util.List;

import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.project.ProjectService;
import io.github.pristinedb.demo.report.Report;
import io.github.pristinedb.demo.report.ReportService;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

@RestResource
@RequestMapping("/projects/{project}/reports")
class ReportController extends ProjectScope {

	private final ReportService reports;

	ReportController(ProjectService projects, MemberService members, ReportService reports) {
		super(projects, members);
		this.reports = reports;
	}

	@GetMapping
	List<Report> list(@PathVariable long project) {
		return this.reports.list(project);
	}

	@PostMapping
	ResponseEntity<Report> request(@PathVariable long project,
			@RequestHeader(name = RestResource.USER_HEADER, defaultValue = RestResource.DEFAULT_USER) String user) {
		Report report = this.reports.request(project, user);
		return ResponseEntity.accepted()
			.location(URI.create("/projects/%d/reports/%d".formatted(project, report.number())))
			.body(report);
	}

	@GetMapping("/{number}")
	Report get(@PathVariable long project, @PathVariable int number) {
		return this.reports.require(project, number);
	}

	@GetMapping(path = "/{number}/content", produces = MediaType.TEXT_MARKDOWN_VALUE)
	String content(@PathVariable long project, @PathVariable int number) {
		return this.reports.content(project, number);
	}

}
