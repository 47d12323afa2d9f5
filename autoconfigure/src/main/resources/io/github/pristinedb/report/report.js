"use strict";

(() => {

	const BLOCK = 50;
	const ROW = 44;
	const LONGEST = 20_000;
	const PRINTED = 100;
	const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

	/* Elements. Strings become text nodes: nothing of the data is ever parsed as markup. */

	const $ = (id) => document.getElementById(id);

	function el(tag, properties, ...children) {
		const element = document.createElement(tag);
		for (const [name, value] of Object.entries(properties ?? {})) {
			if (value === undefined || value === null || value === false) {
				continue;
			}
			if (name === "class") {
				element.className = value;
			}
			else if (name.startsWith("on")) {
				element.addEventListener(name.slice(2), value);
			}
			else if (name === "style") {
				Object.entries(value).forEach(([key, style]) => element.style.setProperty(key, style));
			}
			else {
				element.setAttribute(name, value === true ? "" : value);
			}
		}
		element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false).map(node));
		return element;
	}

	function node(child) {
		return child instanceof Node ? child : document.createTextNode(visible(child));
	}

	/** A text without characters that nobody sees and that turn others around, and no longer than somebody reads. */
	function visible(value) {
		const text = String(value);
		const shown = text.length > LONGEST ? text.slice(0, LONGEST) : text;
		const marked = shown.replace(UNSEEN, (character) => {
			const code = character.charCodeAt(0);
			return code < 32 ? String.fromCharCode(0x2400 + code) : `⟦U+${code.toString(16).toUpperCase().padStart(4, "0")}⟧`;
		});
		return shown === text ? marked : `${marked} … (${count(text.length)} characters, all of them in report.json)`;
	}

	function button(label, action, properties) {
		return el("button", { type: "button", onclick: action, ...properties }, label);
	}

	/* Words and numbers */

	const numbers = new Intl.NumberFormat("en");

	const count = (number) => numbers.format(number);

	const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many ?? one + "s"}`;

	function time(value) {
		const millis = Number(value);
		if (millis < 10) {
			return `${Number(millis.toFixed(2))} ms`;
		}
		if (millis < 1000) {
			return `${Math.round(millis)} ms`;
		}
		if (millis < 60_000) {
			return `${(millis / 1000).toFixed(millis < 10_000 ? 2 : 1)} s`;
		}
		const seconds = Math.round(millis / 1000);
		return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
	}

	const sum = (items, value) => items.reduce((total, item) => total + (value(item) || 0), 0);

	const list = (value) => (Array.isArray(value) ? value : []);

	/** The objects of a list: tapes and changes are as their JVM wrote them. */
	const objects = (value) => list(value).filter((each) => typeof each === "object" && each !== null);

	/** The first line of an error. Assertions often begin with an empty one. */
	function firstLine(text) {
		const [first, ...others] = (text ?? "").split("\n");
		const more = first.trimEnd().endsWith(":") && others.find((line) => line.trim());
		return more ? `${first.trimEnd()} ${more.trim()}` : first;
	}

	/** The class or feature of a test. */
	function sourceOf(unit) {
		const feature = /^(.+\.feature)(?:[:?].*)?$/.exec(unit);
		return feature ? feature[1] : unit.split("#", 1)[0];
	}

	/* The data */

	let report;
	let tests;
	const byId = new Map();

	async function unpack() {
		const bytes = decode($("data").textContent.trim());
		const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
		return JSON.parse(await new Response(stream).text());
	}

	function decode(text) {
		if (Uint8Array.fromBase64) {
			return Uint8Array.fromBase64(text);
		}
		const characters = atob(text);
		const bytes = new Uint8Array(characters.length);
		for (let i = 0; i < bytes.length; i++) {
			bytes[i] = characters.charCodeAt(i);
		}
		return bytes;
	}

	function prepare(data) {
		report = data;
		tests = objects(data.tests);
		for (const test of tests) {
			test.jvm ??= 1;
			test.wait = test.contextMillis ?? 0;
			test.whole = test.millis + test.wait;
			test.group = sourceOf(test.source);
			test.tables = Object.entries(test.recorded?.tables ?? {});
			test.handovers = objects(test.handovers);
			test.handover = sum(test.handovers, (each) => each.millis);
			byId.set(test.id, test);
		}
		const jvms = objects(data.jvms);
		for (const name of ["contexts", "templates", "waits", "preparations", "retired", "leaks", "refusals"]) {
			data[name] = objects(data[name]);
			data[name].forEach((each) => (each.jvm ??= 1));
		}
		for (const each of [...data.contexts, ...data.waits].filter((moment) => !moment.test && moment.name)) {
			each.test = onlyTest(each.name)?.id;
		}
		data.jvms = jvms.length ? jvms : [{ jvm: 1, start: 0, millis: data.wallMillis }];
		data.shards = [...new Set(data.jvms.map((jvm) => jvm.shard ?? 0))];
		data.severalJvms = data.jvms.length > 1;
		assignLanes();
	}

	/** What a search looks through. */
	function haystack(test) {
		return (test.haystack ??= `${test.name}\n${test.source}`.toLowerCase());
	}

	/** A test's name where many are in a list. */
	function shortName(test) {
		return test.name.length > 300 ? `${test.name.slice(0, 300)} …` : test.name;
	}

	/** The test of a name, if there is but one. */
	function onlyTest(name) {
		const named = tests.filter((test) => test.name === name);
		return named.length === 1 ? named[0] : undefined;
	}

	function byJvm(items) {
		const groups = new Map();
		for (const each of items) {
			const group = groups.get(each.jvm);
			if (group) {
				group.push(each);
			}
			else {
				groups.set(each.jvm, [each]);
			}
		}
		return (jvm) => groups.get(jvm.jvm) ?? [];
	}

	/* A lane is a worker of a JVM. Tests without a worker take the first lane that is free. */

	let lanes;

	function assignLanes() {
		lanes = [];
		const testsOf = byJvm(tests);
		const [waitsOf, contextsOf, templatesOf] = [report.waits, report.contexts, report.templates].map(byJvm);
		for (const jvm of report.jvms) {
			const own = new Map();
			const lane = (worker) => {
				if (!own.has(worker)) {
					own.set(worker, { jvm, worker, tests: [], spans: [], free: [] });
				}
				return own.get(worker);
			};
			const ran = testsOf(jvm).filter((test) => test.result !== "skipped" || test.whole > 0);
			ran.filter((test) => test.worker).forEach((test) => lane(test.worker).tests.push(test));
			const spans = (items, kind) => items.filter((each) => each.worker && each.millis)
				.forEach((each) => lane(each.worker).spans.push({ ...each, kind }));
			spans(waitsOf(jvm), "waiting");
			spans(contextsOf(jvm), "context");
			spans(templatesOf(jvm), "template");
			for (const each of own.values()) {
				each.tests.sort((a, b) => a.start - b.start);
			}
			place(ran.filter((test) => !test.worker).sort((a, b) => a.start - b.start), own, lane);
			lanes.push(...[...own.values()].sort((a, b) => a.worker - b.worker));
		}
	}

	function place(unplaced, own, lane) {
		const busy = new Map([...own].map(([worker, each]) => [worker, { spans: each.tests.slice(), at: 0, end: -1 }]));
		for (const test of unplaced) {
			let worker = 1;
			for (; ; worker++) {
				if (!busy.has(worker)) {
					busy.set(worker, { spans: [], at: 0, end: -1 });
				}
				const slot = busy.get(worker);
				while (slot.at < slot.spans.length && slot.spans[slot.at].start + slot.spans[slot.at].whole <= test.start) {
					slot.at++;
				}
				const next = slot.spans[slot.at];
				if (slot.end <= test.start && (!next || next.start >= test.start + test.whole)) {
					slot.end = test.start + test.whole;
					break;
				}
			}
			lane(worker).tests.push(test);
		}
		own.forEach((each) => each.tests.sort((a, b) => a.start - b.start));
	}

	/* Sections */

	const sections = [];

	function section(id, title, note, badge, ...content) {
		const heading = el("h2", { id: `${id}-title` }, title);
		sections.push({ id, title, badge });
		$("main").append(el("section", { id, "aria-labelledby": `${id}-title`, tabindex: "-1" },
			el("div", { class: "head" }, heading, note && el("p", {}, note)), content));
	}

	const empty = (text) => el("p", { class: "empty" }, text);

	function table(caption, titles, rows, properties) {
		return el("div", { class: "scroll", ...properties, tabindex: "0", role: "region", "aria-label": caption },
			el("table", {}, el("caption", { class: "hidden" }, caption),
				el("thead", {}, el("tr", {}, titles.map(([title, kind]) => el("th", { scope: "col", class: kind }, title)))),
				el("tbody", {}, rows)));
	}

	function testLink(test, label) {
		return el("a", { href: `#test-${test.id}` }, label ?? shortName(test));
	}

	/** The test or the class that something belongs to. */
	function owner(each) {
		const test = byId.get(each.test);
		return test ? testLink(test) : each.name ? breakable(each.name) : "–";
	}

	function jvmName(number) {
		const jvm = report.jvms[number - 1]?.jvm === number ? report.jvms[number - 1] : report.jvms.find((each) => each.jvm === number);
		return `${jvm?.shard ? `shard ${jvm.shard}, ` : ""}JVM ${number}`;
	}

	/** A problem that names many tests. */
	const isLong = (problem) => problem.length > 300;

	function headOf(problem) {
		const colon = problem.indexOf(": ");
		return isLong(problem) ? `${problem.slice(0, colon > 0 && colon < 300 ? colon : 300)} …` : problem;
	}

	function problemOf(problem) {
		return !isLong(problem) ? el("p", { class: "notice bad" }, problem)
			: el("details", { class: "notice bad" }, el("summary", {}, headOf(problem)), el("p", {}, problem));
	}

	/** A long name with places to break it at. */
	function breakable(text) {
		return visible(text).split(/(?<=[./#_])(?=\w)|(?<=[a-z])(?=[A-Z])/).flatMap((part, i) => (i ? [el("wbr"), part] : part));
	}

	/* Overview */

	function overview() {
		const results = report.results ?? {};
		// The title tells of failed tests.
		const problems = list(report.problems).filter((problem) => !/^\d+ failed[:.]/.test(problem));
		const all = (results.passed ?? 0) + (results.failed ?? 0) + (results.aborted ?? 0) + (results.skipped ?? 0);
		let title = `All ${plural(all, "test")} passed`;
		if (!all) {
			title = "No test ran";
		}
		else if (results.failed) {
			title = `${count(results.failed)} of ${plural(all, "test")} failed`;
		}
		else if (results.aborted || results.skipped) {
			title = `${plural(results.passed, "test")} passed, ${count(results.aborted + results.skipped)} did not run to the end`;
		}
		else if (problems.length) {
			title = `${plural(all, "test")} passed, but the run is not whole`;
		}
		document.title = `${title} – Pristine`;
		$("part").textContent = report.part ? `/ ${report.part}` : "";
		const share = ["passed", "failed", "aborted", "skipped"].filter((name) => results[name]);
		const started = report.jvms[0].at;
		const handover = report.handoverMillis ?? {};
		const starts = report.contexts;
		const tile = (name, value, more) => el("div", {}, el("dt", {}, name), el("dd", {}, value), more && el("dd", {}, more));
		$("main").append(el("div", { id: "overview" },
			el("h1", {}, title),
			el("p", { class: "verdict" }, report.verdict),
			problems.length > 0 && el("div", { class: "verdict" },
				problems.slice(0, 5).map((problem) => el("p", { class: "notice bad" }, headOf(problem))),
				(problems.length > 5 || problems.some(isLong)) && el("p", { class: "more" }, el("a", { href: "#shards" },
					problems.length > 5 ? `All ${count(problems.length)} problems` : "Their tests"))),
			share.length > 0 && el("div", { class: "share", role: "img",
				"aria-label": share.map((name) => `${count(results[name])} ${name}`).join(", ") },
				share.map((name) => el("span", { class: name, style: { "flex-grow": results[name] } }))),
			el("dl", { class: "card tiles" },
				tile("Results", share.length ? `${count(results.passed)} passed` : "–",
					share.filter((name) => name !== "passed").map((name) => `${count(results[name])} ${name}`).join(", ")
						|| "none failed"),
				tile("Isolated", `${count(report.isolated ?? 0)} of ${count(report.testCount ?? all)}`,
					notIsolated(report.testCount ?? all)),
				tile(report.severalJvms ? "Longest JVM" : "Wall time", time(report.wallMillis ?? 0), started && new Date(started).toLocaleString("en-GB",
					{ dateStyle: "medium", timeStyle: "short" })),
				tile("Workers", `${count(report.workers ?? 0)} at once`, `${Math.round((report.busyShare ?? 0) * 100)} % busy`),
				tile("Handover", `${time(handover.median ?? 0)} median`,
					`${time(handover.p95 ?? 0)} for 95 %, ${time(handover.max ?? 0)} at most`),
				tile("Contexts", plural(starts.length, "start"), `${time(sum(starts, (each) => each.millis))} in all`),
				tile("Templates", `${count(report.templateBuilds ?? 0)} built`,
					`${count(report.templateHits ?? 0)} found in the cache`),
				tile("Slots", `${count(report.retiredSlots ?? 0)} given up`,
					`${plural(report.handovers ?? 0, "handover")}, ${count(report.cleanHandovers ?? 0)} clean`))));
	}

	function notIsolated(tests) {
		const { isolated = 0, sharedOnPurpose = 0, withoutDatabase = 0, didNotStart = 0 } = report;
		return [[sharedOnPurpose, "shared on purpose"], [withoutDatabase, "without a database"], [didNotStart, "did not start"],
			[tests - isolated - sharedOnPurpose - withoutDatabase - didNotStart, "on databases that are not managed"]]
			.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`).join(", ") || "none shared";
	}

	/* Timeline */

	const KINDS = [["test", "Test"], ["failed", "Failed test"], ["context", "Context start"], ["template", "Template"],
		["handover", "Handover"], ["waiting", "Waiting"]];

	let timeline;

	function timelineSection() {
		if (!lanes.length) {
			section("timeline", "Timeline", null, null, empty("No test has run."));
			return;
		}
		const canvas = el("canvas", { tabindex: "0", role: "application", "aria-roledescription": "timeline",
			"aria-label": "Workers and what they did. Arrow keys move, plus and minus zoom, 0 shows all. The table below has the same." });
		const swatches = KINDS.map(([kind, name]) => el("li", {}, el("i", { class: `c-${kind}` }), name));
		const tool = (label, name, action) => button(label, action, { "aria-label": name, title: name });
		timeline = new Timeline(canvas, swatches.map((each) => each.firstChild));
		section("timeline", "Timeline", `${plural(lanes.length, "worker")}, ${time(timeline.end)}. Click a bar to open its test.`, null,
			el("div", { class: "card timeline" },
				el("ul", { class: "legend" }, swatches, el("li", { class: "tools" },
					tool("−", "Zoom out", () => timeline.zoom(2)), tool("+", "Zoom in", () => timeline.zoom(0.5)),
					tool("All", "Show all", () => timeline.show(0, timeline.end)))),
				canvas),
			el("details", { class: "more" }, el("summary", {}, "The timeline as a table"), laneTable()));
		timeline.start();
	}

	function laneTable() {
		const row = (lane) => {
			const spans = (kind) => sum(lane.spans.filter((each) => each.kind === kind), (each) => each.millis);
			const failed = lane.tests.filter((test) => test.result === "failed").length;
			return el("tr", {}, el("th", { scope: "row" }, laneName(lane)),
				[count(lane.tests.length), count(failed), time(sum(lane.tests, (test) => test.millis)),
					time(sum(lane.tests, (test) => test.handover)), time(spans("context")), time(spans("template")),
					time(Math.max(spans("waiting"), sum(lane.tests, (test) => test.wait) - spans("context")))]
					.map((value) => el("td", { class: "number" }, value)));
		};
		return table("What each worker did",
			[["Worker"], ...["Tests", "Failed", "In tests", "Handovers", "Context starts", "Templates", "Waiting"]
				.map((title) => [title, "number"])],
			lanes.map(row), { class: "scroll card" });
	}

	function laneName(lane) {
		return report.severalJvms ? `${jvmName(lane.jvm.jvm)} #${lane.worker}` : `worker ${lane.worker}`;
	}

	class Timeline {

		constructor(canvas, swatches) {
			this.canvas = canvas;
			this.swatches = swatches;
			this.context = canvas.getContext("2d");
			this.end = Math.max(1, ...lanes.map((lane) => Math.max(
				lane.tests.reduce((end, test) => Math.max(end, test.start + test.whole), 0),
				lane.spans.reduce((end, span) => Math.max(end, span.start + span.millis), 0))));
			this.from = 0;
			this.to = this.end;
			this.gutter = 92;
			// Hundreds of JVMs are as many lanes, and a canvas has no more than 32,767 pixels.
			this.step = Math.max(0.1, Math.min(lanes.length > 24 ? 16 : 24, 2400 / lanes.length));
			this.height = this.step > 8 ? this.step - 4 : this.step * 0.75;
			this.matching = null;
		}

		start() {
			const canvas = this.canvas;
			// A canvas without its width is of no size that a page could be laid out by.
			canvas.style.height = `${lanes.length * this.step + 22}px`;
			new ResizeObserver(() => this.draw()).observe(canvas.parentElement);
			canvas.addEventListener("wheel", (event) => {
				if (event.ctrlKey || event.metaKey || event.shiftKey) {
					event.preventDefault();
					if (event.shiftKey) {
						this.move((event.deltaY || event.deltaX) / this.width());
					}
					else {
						this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.timeAt(event.offsetX));
					}
				}
			}, { passive: false });
			canvas.addEventListener("keydown", (event) => this.key(event));
			canvas.addEventListener("pointermove", (event) => this.pointer(event));
			canvas.addEventListener("pointerleave", () => hideHint());
			canvas.addEventListener("pointerdown", (event) => {
				this.drag = { x: event.offsetX, from: this.from, moved: false };
				canvas.setPointerCapture(event.pointerId);
			});
			canvas.addEventListener("pointerup", (event) => {
				const test = !this.drag?.moved && this.at(event.offsetX, event.offsetY)?.test;
				this.drag = null;
				if (test) {
					location.hash = `test-${test.id}`;
				}
			});
			canvas.addEventListener("pointercancel", () => (this.drag = null));
		}

		width() {
			return Math.max(1, this.canvas.clientWidth - this.gutter);
		}

		timeAt(x) {
			return this.from + ((x - this.gutter) / this.width()) * (this.to - this.from);
		}

		show(from, to) {
			const span = Math.min(this.end, Math.max(this.end / 1e5, 0.05, to - from));
			this.from = Math.min(Math.max(0, from), this.end - span);
			this.to = this.from + span;
			this.draw();
		}

		zoom(factor, around) {
			const middle = around ?? (this.from + this.to) / 2;
			this.show(middle - (middle - this.from) * factor, middle + (this.to - middle) * factor);
		}

		move(share) {
			const by = share * (this.to - this.from);
			this.show(this.from + by, this.to + by);
		}

		key(event) {
			const actions = {
				ArrowLeft: () => this.move(-0.2),
				ArrowRight: () => this.move(0.2),
				"+": () => this.zoom(0.5),
				"=": () => this.zoom(0.5),
				"-": () => this.zoom(2),
				0: () => this.show(0, this.end)
			};
			const action = actions[event.key];
			if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
				event.preventDefault();
				action();
				say(`From ${time(this.from)} to ${time(this.to)}`);
			}
		}

		pointer(event) {
			if (this.drag && event.buttons) {
				const by = event.offsetX - this.drag.x;
				if (Math.abs(by) > 3) {
					this.drag.moved = true;
					const span = this.to - this.from;
					const from = this.drag.from - (by / this.width()) * span;
					this.show(from, from + span);
				}
				return;
			}
			const hit = this.at(event.offsetX, event.offsetY);
			this.canvas.style.cursor = hit?.test ? "pointer" : "crosshair";
			if (hit) {
				showHint(this.describe(hit), event.clientX, event.clientY);
			}
			else {
				hideHint();
			}
		}

		describe({ test, span }) {
			if (span) {
				const name = { context: "Context start", template: "Template built", waiting: "Waiting for a context" }[span.kind];
				return `${name}, ${time(span.millis)}${span.name ? `\nfor ${span.name}` : ""}`;
			}
			return `${shortName(test)}\n${test.result}, ${time(test.millis)}${test.wait ? `, waited ${time(test.wait)}` : ""}`;
		}

		at(x, y) {
			const lane = lanes[Math.floor(y / this.step)];
			if (!lane || x < this.gutter) {
				return null;
			}
			const at = this.timeAt(x);
			const slack = (2 / this.width()) * (this.to - this.from);
			const covers = (start, length) => start - slack <= at && at <= start + length + slack;
			for (const kind of ["template", "context", "waiting"]) {
				const span = lane.spans.find((each) => each.kind === kind && each.start <= at && at <= each.start + each.millis);
				if (span) {
					return { span };
				}
			}
			const near = lane.tests.filter((test) => covers(test.start, test.whole));
			const test = near.find((each) => each.result === "failed") ?? near.find((each) => each.start <= at && at <= each.start + each.whole)
				?? near[0];
			return test ? { test } : null;
		}

		colours() {
			const colours = {};
			KINDS.forEach(([kind], i) => (colours[kind] = getComputedStyle(this.swatches[i]).backgroundColor));
			const style = getComputedStyle(this.canvas);
			colours.text = getComputedStyle(this.swatches[0].parentElement).color;
			colours.lane = getComputedStyle($("overview").querySelector(".share") ?? this.canvas).backgroundColor;
			colours.font = style.fontFamily;
			return colours;
		}

		draw() {
			const { canvas, context } = this;
			const ratio = window.devicePixelRatio || 1;
			const whole = canvas.clientWidth;
			this.gutter = report.severalJvms && whole > 600 ? 140 : 92;
			const { step } = this;
			const bottom = lanes.length * step;
			const pixels = [Math.round(whole * ratio), Math.round((bottom + 22) * ratio)];
			canvas.style.height = `${bottom + 22}px`;
			if (canvas.width !== pixels[0] || canvas.height !== pixels[1]) {
				[canvas.width, canvas.height] = pixels;
			}
			const colours = this.colours();
			const scale = this.width() / (this.to - this.from);
			const x = (at) => this.gutter + (at - this.from) * scale;
			context.setTransform(ratio, 0, 0, ratio, 0, 0);
			context.clearRect(0, 0, whole, bottom + 22);
			context.font = `12px ${colours.font}`;
			context.textBaseline = "middle";
			lanes.forEach((lane, i) => {
				context.fillStyle = colours.lane;
				context.fillRect(this.gutter, i * step, whole - this.gutter, this.height);
			});
			context.save();
			context.beginPath();
			context.rect(this.gutter, 0, whole - this.gutter, bottom + 22);
			context.clip();
			const bar = (start, length, top, least, height = this.height) => {
				const left = x(start);
				const width = Math.max(least, length * scale - (length * scale > 3 ? 1 : 0));
				if (width * ratio > 0.05 && left + width >= this.gutter && left <= whole) {
					context.fillRect(left, top, width, height);
				}
			};
			this.drawAxis(context, colours, x, bottom);
			lanes.forEach((lane, i) => this.drawLane(lane, i * step, bar, colours));
			context.restore();
			context.fillStyle = colours.text;
			lanes.forEach((lane, i) => {
				if (i % Math.ceil(15 / step) === 0) {
					context.fillText(laneName(lane), 0, i * step + this.height / 2 + 1, this.gutter - 8);
				}
			});
		}

		drawLane(lane, top, bar, colours) {
			const { context } = this;
			const inSight = lane.tests.filter((test) => test.start + test.whole >= this.from && test.start <= this.to);
			const paint = (items, colour, draw) => {
				context.fillStyle = colour;
				items.forEach(draw);
			};
			const tests = (items) => {
				paint(items, colours.waiting, (test) => test.wait && bar(test.start, test.wait, top, 0.5));
				paint(items, colours.test, (test) => bar(test.start + test.wait, test.millis, top, 0.75));
				paint(items, colours.handover, (test) => test.handovers.forEach((each) => bar(each.start ?? test.start, each.millis, top, 0)));
			};
			if (this.matching) {
				context.globalAlpha = 0.2;
				tests(inSight.filter((test) => !this.matching.has(test)));
				context.globalAlpha = 1;
			}
			tests(this.matching ? inSight.filter((test) => this.matching.has(test)) : inSight);
			for (const kind of ["waiting", "context", "template"]) {
				const half = kind === "template" ? this.height * 0.5 : 0;
				paint(lane.spans.filter((span) => span.kind === kind), colours[kind],
					(span) => bar(span.start, span.millis, top + half, 1.5, this.height - half));
			}
			paint(inSight.filter((test) => test.result === "failed"), colours.failed,
				(test) => bar(test.start + test.wait, test.millis, top, 2.5));
		}

		drawAxis(context, colours, x, bottom) {
			const span = this.to - this.from;
			const rough = span / Math.max(2, this.width() / 110);
			const power = 10 ** Math.floor(Math.log10(rough));
			const step = power * [1, 2, 5, 10].find((each) => each * power >= rough);
			context.fillStyle = colours.text;
			for (let at = Math.ceil(this.from / step) * step; at <= this.to; at += step) {
				const left = Math.round(x(at));
				context.globalAlpha = 0.25;
				context.fillRect(left, 0, 1, bottom + 4);
				context.globalAlpha = 1;
				const label = at === 0 ? "0" : this.label(at, step);
				if (left + 4 + context.measureText(label).width <= this.gutter + this.width()) {
					context.fillText(label, left + 4, bottom + 12);
				}
			}
		}

		label(at, step) {
			if (step >= 1000) {
				return at >= 60_000 ? time(at) : `${Math.round(at / 1000)} s`;
			}
			const digits = Math.max(0, -Math.floor(Math.log10(step)));
			return this.end >= 10_000 ? `${(at / 1000).toFixed(Math.min(6, digits + 3))} s` : `${at.toFixed(digits)} ms`;
		}

		highlight(matching) {
			if (this.matching !== matching) {
				this.matching = matching;
				this.redraw();
			}
		}

		/** Draws before the next frame, once. */
		redraw() {
			this.pending ??= requestAnimationFrame(() => {
				this.pending = undefined;
				this.draw();
			});
		}

	}

	function showHint(text, x, y) {
		const hint = $("hint");
		hint.textContent = text.split("\n").map(visible).join("\n");
		hint.hidden = false;
		hint.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - hint.offsetWidth - 8))}px`;
		hint.style.top = `${y + 18 + hint.offsetHeight > innerHeight ? y - hint.offsetHeight - 10 : y + 18}px`;
	}

	const hideHint = () => ($("hint").hidden = true);

	const say = (text) => ($("said").textContent = text);

	/* Failures */

	function failuresSection() {
		const failed = tests.filter((test) => test.result === "failed");
		const holder = el("div");
		let shown = 0;
		const more = button("", () => showMore());
		const showMore = () => {
			for (const test of failed.slice(shown, shown + BLOCK)) {
				holder.append(failure(test));
			}
			shown = Math.min(failed.length, shown + BLOCK);
			more.hidden = shown >= failed.length;
			more.textContent = `Show ${count(Math.min(BLOCK, failed.length - shown))} more of ${count(failed.length)}`;
		};
		section("failures", "Failures", null, { number: failed.length, bad: failed.length > 0 },
			report.explanationsLeftOut && el("p", { class: "notice" },
				`The report has no room for the details of ${plural(report.explanationsLeftOut, "failure")}.`),
			failed.length ? holder : empty("No test failed."), more);
		showMore();
		if (failed.length) {
			holder.querySelector("details").open = true;
		}
	}

	function failure(test) {
		const body = el("div", { class: "body" });
		const details = el("details", { class: "card failure" },
			el("summary", {}, el("span", { class: "title" }, shortName(test)), el("span", { class: "source" }, time(test.millis)),
				el("span", { class: "source" }, test.source), el("span"),
				test.error && el("span", { class: "message" }, firstLine(test.error))), body);
		details.addEventListener("toggle", () => {
			if (details.open && !body.hasChildNodes()) {
				body.append(...guarded("The details of this test", () => describe(test, true)));
			}
		});
		return details;
	}

	/** The content, or a word about why there is none. */
	function guarded(what, content) {
		try {
			return content();
		}
		catch (error) {
			return [el("p", { class: "notice" }, `${what} cannot be shown (${error.message}). The same data is in report.json.`)];
		}
	}

	/* One test */

	function describe(test, brief) {
		const explanation = test.explanation ?? {};
		const databases = objects(explanation.databases);
		const kept = objects(test.kept);
		return [
			!brief && facts(test),
			test.error && stackTrace(test.error),
			...incidents(test),
			...kept.map((each) => command(`Database kept: ${each.database}`, each.command)),
			...databases.map((database) => changes(database, kept, test.tables.length > 0)),
			explanation.tape && tape(explanation),
			!brief && !explanation.tape && test.statements !== undefined && el("p", { class: "note" },
				`${plural(test.statements, "statement")} in ${time(test.sqlMillis ?? 0)}. Their texts are recorded for failures only, unless pristine.tape says otherwise.`),
			!brief && test.tables.length > 0 && el("div", {}, el("h3", {}, "Tables written"),
				table("Tables written", [["Table", "wide"], ["Statements", "number"]], test.tables.map(([name, number]) =>
					el("tr", {}, el("td", { class: "wide mono" }, name), el("td", { class: "number" }, count(number)))),
					{ class: "scroll framed" })),
			!brief && objects(test.recorded?.repeated).length > 0 && el("div", {}, el("h3", {}, "Repeated statements"),
				table("Repeated statements", [["Times", "number"], ["Statement", "wide"]], objects(test.recorded.repeated).map((each) =>
					el("tr", {}, el("td", { class: "number" }, count(each.count)), el("td", { class: "wide mono" }, each.sql))),
					{ class: "scroll framed" })),
			brief && el("p", { class: "note" }, testLink(test, "Link to this test")),
		].filter(Boolean);
	}

	/** The frames are quiet, and break anywhere. */
	function stackTrace(error) {
		return el("pre", { class: "error", tabindex: "0" }, error.split(/(^[ \t]+at .*\)(?:\n|$))/m).filter(Boolean)
			.map((part) => /^[ \t]+at .*\)\n?$/.test(part) ? el("span", { class: "trace" }, part) : part));
	}

	/** What went wrong around the databases of a test. */
	function incidents(test) {
		const own = (items) => items.filter((each) => each.test === test.id);
		return [
			...own(report.refusals).map((each) => [`Refused ${each.kind}: ${each.reason}`, each.cure]),
			...own(report.leaks).map((each) => [`Left ${plural(each.connections, "connection")} open`, each.places && `Opened at ${each.places}`]),
			...own(report.retired).map((each) => [`Its slot of ${each.database} was given up: ${each.reason}`]),
		].map(([what, more]) => el("div", { class: "notice" }, el("div", {}, what), more && el("div", { class: "source" }, more)));
	}

	function facts(test) {
		const { handovers } = test;
		const entries = [
			["Time", time(test.millis)],
			test.wait > 0 && ["Waited for its context", time(test.wait)],
			["Began at", time(test.start)],
			test.worker && ["Worker", test.worker],
			report.severalJvms && ["Where", jvmName(test.jvm)],
			["Isolation", test.isolation || "no managed database"],
			handovers.length > 0 && ["Handover", `${time(test.handover)}${handovers.every((each) => each.clean) ? ", clean" : ""}`],
			test.statements !== undefined && ["Statements", `${count(test.statements)} in ${time(test.sqlMillis ?? 0)}`],
			test.locks && ["Lock errors", count(test.locks)],
			list(test.shared).length > 0 && ["Not managed", test.shared.join(", ")],
		].filter(Boolean);
		const whole = Math.max(test.whole, 1e-3);
		const own = Math.max(0, test.millis - test.handover);
		const context = Math.min(test.wait, sum(report.contexts.filter((each) => each.test === test.id), (each) => each.millis));
		const phases = [["context", "Context start", context], ["waiting", "Waiting", test.wait - context], ["handover", "Handover", Math.min(test.handover, test.millis)],
			[test.result === "failed" ? "failed" : "test", "Test", own]].filter(([, , millis]) => millis > 0);
		return el("div", {},
			el("dl", { class: "facts" }, entries.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
			el("div", { class: "phases", "aria-hidden": "true" },
				phases.map(([kind, , millis]) => el("span", { class: `c-${kind}`, style: { width: `${(millis / whole) * 100}%` } }))),
			el("ul", { class: "legend" }, phases.map(([kind, name, millis]) =>
				el("li", {}, el("i", { class: `c-${kind}` }), `${name} ${time(millis)}`))));
	}

	function command(title, text) {
		const copy = button("Copy", async () => {
			try {
				await navigator.clipboard.writeText(text);
			}
			catch {
				const range = document.createRange();
				range.selectNodeContents(shown);
				getSelection().removeAllRanges();
				getSelection().addRange(range);
				document.execCommand("copy");
			}
			copy.textContent = "Copied";
			say("Copied");
			setTimeout(() => (copy.textContent = "Copy"), 1500);
		}, { "aria-label": `Copy: ${title}` });
		const shown = el("pre", {}, text);
		return el("div", {}, el("h3", {}, title), el("div", { class: "command" }, shown, copy));
	}

	function changes(database, kept, wrote) {
		const tables = objects(database.changes);
		const commandOf = database.kept?.command;
		return el("div", {},
			el("h3", {}, `Changed rows of ${database.name}`),
			el("p", { class: "note" }, [database.baseline && `since ${database.baseline}`,
				database.isolation && `isolation ${database.isolation}`].filter(Boolean).join(", ")),
			[database.incomplete, database.note].filter(Boolean).map((text) => el("p", { class: "notice" }, text)),
			!tables.length && !database.incomplete && empty(wrote
				? "No row differs from the baseline: what the test wrote was rolled back or undone." : "No row differs from the baseline."),
			tables.map(diff),
			commandOf && !kept.some((each) => each.command === commandOf) && command("Open the kept database", commandOf));
	}

	function diff(changed) {
		const rows = objects(changed.rows);
		const columns = [...new Set(rows.flatMap((row) => objects(row.cells).map((cell) => cell.column)))];
		const number = (name, value) => value > 0 && el("span", {}, " ", el("span", { class: `badge ${name}` }, `${count(value)} ${name}`));
		const told = (changed.added ?? 0) + (changed.removed ?? 0) + (changed.changed ?? 0);
		return el("div", { class: "scroll framed diff", tabindex: "0", role: "region", "aria-label": `Changed rows of ${changed.table}` },
			el("table", {},
				el("caption", {}, changed.table, number("added", changed.added), number("removed", changed.removed), number("changed", changed.changed),
					rows.length < told && el("span", { class: "note" }, ` ${count(rows.length)} shown`),
					changed.note && el("div", { class: "note" }, changed.note)),
				rows.length > 0 && el("thead", {}, el("tr", {}, el("th", { scope: "col" }, el("span", { class: "hidden" }, "Change")),
					columns.map((name) => el("th", { scope: "col" }, name)))),
				el("tbody", {}, rows.map((row) => diffRow(row, columns)))));
	}

	function diffRow(row, columns) {
		const cells = new Map(objects(row.cells).map((cell) => [cell.column, cell]));
		return el("tr", {}, el("td", {}, el("span", { class: `badge ${row.kind}` }, row.kind)),
			columns.map((name) => {
				const cell = cells.get(name);
				if (!cell) {
					return el("td", {});
				}
				const value = (text) => (text === null || text === undefined ? el("span", { class: "absent" }, "null") : text);
				const [before, after] = [cell.before, cell.after];
				if (row.kind === "changed") {
					return el("td", { class: "mono" }, before === after ? value(after)
						: [el("del", {}, value(before)), " ", el("ins", {}, value(after))]);
				}
				return el("td", { class: "mono" }, value(row.kind === "removed" ? before : after));
			}));
	}

	function tape(explanation) {
		const entries = objects(explanation.tape);
		const rows = [];
		let step;
		const threads = new Set(entries.map((entry) => entry.thread));
		for (const entry of entries) {
			if (entry.step && entry.step !== step) {
				step = entry.step;
				rows.push(el("tr", { class: "step" }, el("th", { colspan: "5", scope: "colgroup" }, step)));
			}
			rows.push(el("tr", { class: entry.error && "wrong" },
				el("td", { class: "number" }, time(entry.at ?? 0)),
				el("td", { class: "wide" }, el("div", { class: "mono" }, entry.sql),
					list(entry.values).length > 0 && el("div", { class: "mono values" }, entry.values.map((each) => each ?? "null").join(", ")),
					entry.batch && el("div", { class: "source" }, `${plural(entry.batch, "set")} of values in one batch`),
					entry.error && el("div", { class: "why" }, entry.error)),
				el("td", { class: "number" }, entry.rows ?? "–"),
				el("td", { class: "number" }, time((entry.micros ?? 0) / 1000)),
				el("td", { class: "source" }, `${threads.size > 1 ? `${entry.thread} ` : ""}#${entry.connection ?? "?"}${entry.database ? ` to ${entry.database}` : ""}`)));
		}
		return el("div", {},
			el("h3", {}, "Tape"),
			explanation.earlier > 0 && el("p", { class: "note" }, `${plural(explanation.earlier, "earlier statement")} left out.`),
			!entries.length ? empty("No statement was executed.")
				: table("Statements", [["At", "number"], ["Statement", "wide"], ["Rows", "number"], ["Time", "number"], [threads.size > 1 ? "Thread, connection" : "Connection"]],
					rows, { class: "scroll framed tape" }));
	}

	function openDetail(test) {
		const dialog = $("detail");
		const link = button("Copy link", async () => {
			try {
				await navigator.clipboard.writeText(location.href);
				link.textContent = "Copied";
			}
			catch {
				link.textContent = "Copy it from the address bar";
			}
		});
		dialog.replaceChildren(
			el("header", {},
				el("div", {}, el("h2", { id: "detail-name" }, test.name),
					el("p", { class: "source" }, el("span", { class: `badge ${test.result}` }, test.result), test.source)),
				el("div", { class: "tools" }, link, button("Close", () => dialog.close(), { autofocus: true }))),
			el("div", { class: "body" }, guarded("The details of this test", () => describe(test, false))));
		if (!dialog.open) {
			dialog.showModal();
		}
		dialog.scrollTop = 0;
	}

	function followFragment() {
		const id = /^#test-(.+)$/.exec(location.hash)?.[1];
		const test = id && byId.get(id);
		if (test) {
			openDetail(test);
		}
		else {
			if ($("detail").open) {
				$("detail").close();
			}
			if (id) {
				say("This report has no such test.");
			}
		}
	}

	/* All tests: only the rows in sight are elements. */

	const COLUMNS = [
		["result", "Result", (test) => test.result],
		["name", "Test", haystack],
		["millis", "Time", (test) => test.millis, true],
		["wait", "Waited", (test) => test.wait, true],
		["statements", "SQL", (test) => test.statements ?? -1, true],
		["worker", "Worker", (test) => test.jvm * 1000 + (test.worker ?? 0), true],
	];

	const filter = { words: [], result: "", isolation: "", jvm: "" };
	const order = { by: null, descending: false };
	let shown = [];
	let printing = false;
	let grid;

	function testsSection() {
		const titles = el("div", { role: "row", class: "titles", "aria-rowindex": "1" });
		const rows = el("div", { role: "rowgroup", class: "rows" });
		const viewport = el("div", { class: "card grid", role: "grid", "aria-label": "Tests", "aria-colcount": COLUMNS.length },
			el("div", { role: "rowgroup", class: "titles" }, titles), rows);
		const cut = el("p", { class: "note", hidden: true });
		if (tests.length) {
			grid = { viewport, rows, titles, cut, live: new Map(), current: 0 };
		}
		for (const [name, title, , numeric] of COLUMNS) {
			titles.append(el("span", { role: "columnheader", class: numeric && "number", "data-column": name },
				button(title, () => sortBy(name))));
		}
		const counts = new Map();
		tests.forEach((test) => counts.set(test.result, (counts.get(test.result) ?? 0) + 1));
		const results = ["failed", "passed", "aborted", "skipped"].filter((name) => counts.has(name));
		const chips = ["", ...results].map((name) => button(
			name ? `${name[0].toUpperCase()}${name.slice(1)} ${count(counts.get(name))}` : `All ${count(tests.length)}`,
			() => {
				filter.result = name;
				apply();
			}, { "data-result": name, "aria-pressed": name === "" }));
		const choice = (name, label, options) => options.length > 1 && el("select", { "aria-label": label, id: `filter-${name}`,
			onchange: (event) => {
				filter[name] = event.target.value;
				apply();
			} }, el("option", { value: "" }, label), options.map(([value, text]) => el("option", { value }, text)));
		const isolations = [...new Set(tests.map((test) => test.isolation ?? ""))].filter(Boolean).sort().map((each) => [each, each]);
		const jvms = report.jvms.map((jvm) => [String(jvm.jvm), jvmName(jvm.jvm)]);
		section("tests", "Tests", el("span", { id: "search-help" }, "Search above, also for table:orders or worker:2."), { number: tests.length },
			tests.length ? [
				el("div", { class: "filters", role: "group", "aria-label": "Filters" }, chips,
					choice("isolation", "Any isolation", isolations), choice("jvm", "Any JVM", report.severalJvms ? jvms : []),
					el("output", { id: "matches", "aria-live": "polite" })),
				viewport, cut] : empty("No test has run."));
		if (!grid) {
			return;
		}
		viewport.addEventListener("scroll", () => drawRows(), { passive: true });
		viewport.addEventListener("keydown", rowKey);
		new ResizeObserver(() => drawRows()).observe(viewport);
		apply();
	}

	function sortBy(name) {
		const numeric = COLUMNS.find((column) => column[0] === name)[3];
		if (order.by !== name) {
			order.by = name;
			order.descending = Boolean(numeric);
		}
		else if (order.descending === Boolean(numeric)) {
			order.descending = !order.descending;
		}
		else {
			order.by = null;
		}
		apply();
	}

	function matches(test) {
		return (!filter.result || test.result === filter.result)
			&& (!filter.isolation || test.isolation === filter.isolation)
			&& (!filter.jvm || String(test.jvm) === filter.jvm)
			&& filter.words.every((word) => {
				if (word.startsWith("table:")) {
					return test.tables.some(([name]) => name.toLowerCase() === word.slice(6));
				}
				if (word.startsWith("worker:")) {
					return String(test.worker ?? "") === word.slice(7);
				}
				return haystack(test).includes(word);
			});
	}

	function apply() {
		if (!grid) {
			return;
		}
		shown = tests.filter(matches);
		if (order.by) {
			const value = COLUMNS.find((column) => column[0] === order.by)[2];
			const sign = order.descending ? -1 : 1;
			shown.sort((a, b) => {
				const [left, right] = [value(a), value(b)];
				return left < right ? -sign : left > right ? sign : 0;
			});
		}
		for (const header of grid.titles.children) {
			const sorted = header.dataset.column === order.by;
			header.setAttribute("aria-sort", sorted ? (order.descending ? "descending" : "ascending") : "none");
			const title = COLUMNS.find((column) => column[0] === header.dataset.column)[1];
			header.firstChild.textContent = sorted ? `${title} ${order.descending ? "↓" : "↑"}` : title;
		}
		document.querySelectorAll(".filters [data-result]")
			.forEach((chip) => chip.setAttribute("aria-pressed", String(chip.dataset.result === filter.result)));
		$("matches").textContent = shown.length === tests.length ? plural(tests.length, "test")
			: `${count(shown.length)} of ${plural(tests.length, "test")}`;
		grid.viewport.setAttribute("aria-rowcount", shown.length + 1);
		grid.rows.style.height = `${rowsHeight(shown.length)}px`;
		grid.viewport.style.height = `min(32rem, ${Math.max(shown.length, 2) * ROW + ROW + 2}px)`;
		grid.viewport.scrollTop = 0;
		grid.current = 0;
		grid.rows.replaceChildren();
		grid.live.clear();
		if (!shown.length) {
			grid.rows.append(empty("No test matches."));
		}
		drawRows();
		timeline?.highlight(shown.length === tests.length ? null : new Set(shown));
	}

	function drawRows() {
		const [first, last] = printing ? [0, Math.min(shown.length, PRINTED)] : rowsInSight();
		for (const [index, row] of grid.live) {
			if ((index < first || index >= last) && row !== document.activeElement) {
				row.remove();
				grid.live.delete(index);
			}
		}
		for (let index = first; index < last; index++) {
			if (!grid.live.has(index)) {
				const row = testRow(shown[index], index);
				grid.live.set(index, row);
				grid.rows.append(row);
			}
		}
	}

	function rowsInSight() {
		const { scrollTop, clientHeight } = grid.viewport;
		return [Math.max(0, Math.floor(scrollTop / ROW) - 8), Math.min(shown.length, Math.ceil((scrollTop + clientHeight) / ROW) + 8)];
	}

	/** On paper, the first tests are all there is, and what is closed stays closed. */
	function print(paper) {
		printing = paper;
		timeline?.draw();
		if (grid) {
			grid.rows.style.height = `${rowsHeight(paper ? Math.min(shown.length, PRINTED) : shown.length)}px`;
			grid.cut.hidden = !paper || shown.length <= PRINTED;
			grid.cut.textContent = `The first ${PRINTED} of ${plural(shown.length, "test")}. The page has all.`;
			drawRows();
		}
	}

	const rowsHeight = (rows) => Math.max(rows * ROW, rows ? 0 : 80);

	function testRow(test, index) {
		const cell = (content, kind) => el("span", { role: "gridcell", class: kind }, content);
		return el("div", { role: "row", "aria-rowindex": index + 2, tabindex: index === grid.current ? "0" : "-1",
			"data-index": index, style: { top: `${index * ROW}px` }, onclick: () => (location.hash = `test-${test.id}`) },
			cell(el("span", { class: `badge ${test.result}` }, test.result)),
			cell([el("span", {}, shortName(test)), el("span", { class: "source" }, test.source)], "what"),
			cell(time(test.millis), "number"), cell(test.wait ? time(test.wait) : "–", "number"),
			cell(test.statements === undefined ? "–" : count(test.statements), "number"), cell(test.worker ?? "–", "number"));
	}

	function rowKey(event) {
		const row = event.target.closest("[data-index]");
		if (!row) {
			return;
		}
		const index = Number(row.dataset.index);
		const page = Math.max(1, Math.floor(grid.viewport.clientHeight / ROW) - 2);
		const target = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + page, PageUp: index - page, Home: 0,
			End: shown.length - 1 }[event.key];
		if (event.key === "Enter" || event.key === " ") {
			event.preventDefault();
			location.hash = `test-${shown[index].id}`;
		}
		else if (target !== undefined) {
			event.preventDefault();
			focusRow(Math.max(0, Math.min(shown.length - 1, target)));
		}
	}

	function focusRow(index) {
		const { viewport } = grid;
		const top = index * ROW;
		if (top < viewport.scrollTop) {
			viewport.scrollTop = top;
		}
		else if (top + 2 * ROW > viewport.scrollTop + viewport.clientHeight) {
			viewport.scrollTop = top + 2 * ROW - viewport.clientHeight;
		}
		grid.live.get(grid.current)?.setAttribute("tabindex", "-1");
		grid.current = index;
		drawRows();
		const row = grid.live.get(index);
		row.setAttribute("tabindex", "0");
		row.focus({ preventScroll: true });
	}

	function search(text) {
		$("search").value = text;
		filter.words = text.toLowerCase().split(/\s+/).filter(Boolean);
		apply();
	}

	/* Tests × tables */

	function tablesSection() {
		const groups = new Map();
		const totals = new Map();
		for (const test of tests) {
			for (const [name, number] of test.tables) {
				if (!groups.has(test.group)) {
					groups.set(test.group, { name: test.group, tables: new Map(), tests: [], total: 0 });
				}
				const group = groups.get(test.group);
				if (group.tests[group.tests.length - 1] !== test) {
					group.tests.push(test);
				}
				group.tables.set(name, (group.tables.get(name) ?? 0) + number);
				group.total += number;
				totals.set(name, (totals.get(name) ?? 0) + number);
			}
		}
		const names = [...totals].sort((a, b) => b[1] - a[1]).map(([name]) => name);
		const columns = names.slice(0, 60);
		const rows = [...groups.values()].sort((a, b) => b.total - a.total);
		const note = rows.length ? `Statements that write, by class or feature.${names.length > columns.length ? ` The ${columns.length} tables that are written most, of ${count(names.length)}.` : ""}` : null;
		section("tables", "Tables written", note, { number: names.length },
			rows.length ? heatMap(rows, columns) : empty("No written table was recorded."));
	}

	function heatMap(groups, columns) {
		const body = el("tbody");
		const most = Math.log1p(groups.reduce((max, group) => Math.max(max, ...group.tables.values()), 1));
		const cells = (tables) => columns.map((name) => {
			const number = tables.get(name);
			return el("td", { style: number && { "--heat": (Math.log1p(number) / most).toFixed(3) } }, number ? count(number) : "");
		});
		let at = 0;
		const more = button("", () => show());
		const show = () => {
			groups.slice(at, at + BLOCK).forEach((group) => body.append(groupRow(group, cells)));
			at = Math.min(groups.length, at + BLOCK);
			more.hidden = at >= groups.length;
			more.textContent = `Show ${count(Math.min(BLOCK, groups.length - at))} more of ${count(groups.length)}`;
		};
		show();
		return [el("div", { class: "card scroll heat", tabindex: "0", role: "region", "aria-label": "Tables written" },
			el("table", {}, el("caption", { class: "hidden" }, "Statements that write, by class or feature and table"),
				el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "corner" }, "Class or feature"),
					columns.map((name) => el("th", { scope: "col" }, button(name, () => {
						search(`table:${name}`);
						$("tests").scrollIntoView();
					}, { class: "link mono", title: `Tests that write ${name}` }))))), body)), more];
	}

	function groupRow(group, cells) {
		let opened = [];
		const toggle = button(group.name, () => {
			const open = toggle.getAttribute("aria-expanded") === "true";
			toggle.setAttribute("aria-expanded", String(!open));
			opened.forEach((row) => row.remove());
			opened = open ? [] : group.tests.slice(0, 200).map((test) => el("tr", { class: "single" },
				el("th", { scope: "row" }, testLink(test)), cells(new Map(test.tables))));
			if (!open && group.tests.length > 200) {
				opened.push(el("tr", { class: "single" }, el("th", { scope: "row" }, `${count(group.tests.length - 200)} more: search for the class`)));
			}
			row.after(...opened);
		}, { class: "link", "aria-expanded": "false", title: `${plural(group.tests.length, "test")}` });
		const row = el("tr", {}, el("th", { scope: "row" }, toggle), cells(group.tables));
		return row;
	}

	/* Repeated statements */

	function repeatedSection() {
		const statements = new Map();
		for (const test of tests) {
			for (const each of objects(test.recorded?.repeated)) {
				const known = statements.get(each.sql);
				if (!known) {
					statements.set(each.sql, { sql: each.sql, most: each.count, test, tests: 1 });
				}
				else {
					known.tests++;
					if (each.count > known.most) {
						known.most = each.count;
						known.test = test;
					}
				}
			}
		}
		const sorted = [...statements.values()].sort((a, b) => b.most - a.most);
		section("repeated", "Repeated statements", sorted.length ? "The same statement ten times and more in one test: perhaps a query for each row of another (N+1)." : null,
			{ number: sorted.length },
			!sorted.length ? empty("No statement was executed ten times in one test.")
				: table("Repeated statements", [["Most", "number"], ["Statement", "wide"], ["Tests", "number"], ["Test with the most"]],
					sorted.slice(0, 100).map((each) => el("tr", {}, el("td", { class: "number" }, `${count(each.most)} ×`),
						el("td", { class: "wide mono" }, each.sql), el("td", { class: "number" }, count(each.tests)),
						el("td", { class: "named" }, testLink(each.test)))), { class: "card scroll" }),
			sorted.length > 100 && el("p", { class: "note" }, `${plural(sorted.length - 100, "more statement")} in report.json.`));
	}

	/* Slowest */

	function slowestSection() {
		const most = (items, value) => items.filter((each) => value(each) > 0).sort((a, b) => value(b) - value(a)).slice(0, 12);
		const bars = (title, items, value, label, colour, none) => {
			const longest = items.length ? value(items[0]) : 1;
			return el("div", { class: "card" }, el("h3", {}, title), items.length ? el("ol", { class: "bars" }, items.map((each) =>
				el("li", {}, el("span", { class: "title" }, label(each)), el("span", {}, time(value(each))),
					el("span", { class: "line" }, el("i", { class: `c-${colour}`, style: { width: `${Math.max(0.5, (value(each) / longest) * 100)}%` } })))))
				: empty(none));
		};
		const millis = (each) => each.millis ?? 0;
		section("slowest", "Slowest", null, null, el("div", { class: "columns" },
			bars("Tests", most(tests.slice(), millis), millis, (test) => testLink(test), "test", "No test has run."),
			bars("Set-ups of classes", most(report.preparations.slice(), millis), millis, (each) => breakable(each.source), "waiting", "No class was set up."),
			bars("Context starts", most(report.contexts.slice(), millis), millis, owner, "context", "No context started.")));
	}

	/* Slots, connections, databases */

	function slotsSection() {
		const unmanaged = objects(report.unmanaged);
		const { retired, leaks, refusals } = report;
		const locks = tests.filter((test) => test.locks);
		const block = (title, items, none, titles, row) => el("div", {}, el("h3", {}, title),
			items.length ? table(title, titles, items.slice(0, 500).map((each) => el("tr", {}, row(each))), { class: "card scroll" }) : empty(none),
			items.length > 500 && el("p", { class: "note" }, `${count(items.length - 500)} more in report.json.`));
		const cell = (content, kind) => el("td", { class: kind }, content);
		const bad = leaks.length + unmanaged.filter((each) => each.testCount > 0).length;
		section("databases", "Databases and slots", null, { number: retired.length + bad + locks.length + refusals.length },
			el("div", { class: "stack" },
				block("Databases that are not managed", unmanaged, "Every database of the tests is managed.",
					[["Database"], ["Why, and what to do", "wide"], ["Tests", "number"]],
					(each) => [cell(each.database, "mono place"), cell([el("div", {}, each.reason), el("div", { class: "source" }, each.cure),
						list(each.tests).length > 0 && el("div", { class: "source" }, `Used by ${each.tests.slice(0, 8).join(", ")}${each.tests.length > 8 ? ` and ${each.tests.length - 8} more` : ""}`)], "wide"),
					cell(count(each.testCount), "number")]),
				block("Refused connections and statements", refusals, "No connection and no statement was refused.",
					[["Refused"], ["Why, and what to do", "wide"], ["Test or thread"]],
					(each) => [cell([each.kind, each.database && el("div", { class: "source mono" }, each.database)]),
						cell([el("div", {}, each.reason), el("div", { class: "source" }, each.cure)], "wide"),
						cell([each.test || each.name ? owner(each) : null, el("div", { class: "source" }, each.thread)], "named")]),
				block("Connections left open", leaks, "Every test closed its connections.",
					[["Test"], ["Opened at", "wide"], ["Connections", "number"]],
					(each) => [cell(owner(each), "named"), cell(each.places || "unknown", "wide mono"), cell(count(each.connections), "number")]),
				block("Slots that were given up", retired, "No slot was given up.",
					[["Database"], ["Because", "wide"], ["After"]],
					(each) => [cell(each.database, "mono place"), cell(each.reason, "wide"), cell(owner(each), "named")]),
				block("Lock errors", locks, "No statement failed because of a lock.",
					[["Test", "wide"], ["Statements", "number"]], (each) => [cell(testLink(each), "wide"), cell(count(each.locks), "number")])));
	}

	/* Contexts and templates */

	function templatesSection() {
		const { contexts, templates } = report;
		const used = new Map();
		tests.forEach((test) => test.context && used.set(test.context, (used.get(test.context) ?? 0) + 1));
		const number = (content) => el("td", { class: "number" }, content);
		section("templates", "Templates and contexts", report.migrationsAvoided ? `${plural(report.migrationsAvoided, "migration")} avoided.` : null,
			{ number: templates.length },
			el("div", { class: "stack" },
				el("div", {}, el("h3", {}, "Templates"), !templates.length ? empty("No template was built or found.")
					: table("Templates", [["Fingerprint"], ["Came from", "wide"], ["Migrations", "number"], ["Cost", "number"], ["Reused", "number"]],
						templates.map((each) => el("tr", {}, el("td", { class: "mono", title: each.fingerprint }, String(each.fingerprint).slice(0, 12)),
							el("td", { class: "wide" }, each.millis ? ["built", each.name && ` for ${each.name}`, report.severalJvms && `, ${jvmName(each.jvm)}`] : "found in the cache"),
							number(each.migrations ?? "–"), number(each.millis ? time(each.millis) : "–"), number(`${count(each.found ?? 0)} ×`))), { class: "card scroll" })),
				el("div", {}, el("h3", {}, "Contexts"), !contexts.length ? empty("No context started.")
					: table("Contexts", [["Context"], ["Started for", "wide"], ["Tests", "number"], ["Began at", "number"], ["Start", "number"]],
						contexts.map((each) => el("tr", {}, el("td", {}, each.context), el("td", { class: "wide" }, owner(each)),
							number(count(used.get(each.context) ?? 0)), number(time(each.start)), number(time(each.millis ?? 0)))), { class: "card scroll" }))));
	}

	/* Shards */

	function shardsSection() {
		const problems = list(report.problems);
		if (!report.severalJvms && !problems.length && !report.part) {
			return;
		}
		const number = (content) => el("td", { class: "number" }, content);
		const testsOf = byJvm(tests);
		const total = Math.min(1000, Number(/^(\d+) shards?$/.exec(report.part)?.[1] ?? 0));
		const missing = Array.from({ length: total }, (_, i) => i + 1).filter((shard) => report.shards.some(Boolean) && !report.shards.includes(shard));
		section("shards", report.shards.some(Boolean) ? "Shards" : "JVMs", report.part ?? null, { number: report.jvms.length, bad: problems.length > 0 },
			problems.slice(0, 1000).map(problemOf),
			problems.length > 1000 && el("p", { class: "note" }, `${count(problems.length - 1000)} more in report.json.`),
			!problems.length && report.part && el("p", { class: "note" }, "Nothing is known to be lost."),
			table("JVMs", [["JVM", "wide"], ["Tests", "number"], ["Failed", "number"], ["Began", "number"], ["Wall time", "number"]],
				report.jvms.map((jvm) => {
					const own = testsOf(jvm);
					return el("tr", {}, el("td", { class: "wide" }, jvmName(jvm.jvm)), number(count(own.length)),
						number(count(own.filter((test) => test.result === "failed").length)),
						number(jvm.at ? new Date(jvm.at).toLocaleTimeString("en-GB") : "–"), number(time(jvm.millis ?? 0)));
				}).concat(missing.map((shard) => el("tr", {}, el("td", { class: "wide" }, `shard ${shard}`,
					" ", el("span", { class: "badge failed" }, "missing")), ["–", "–", "–", "–"].map(number)))), { class: "card scroll" }));
	}

	/* Frame */

	function navigation() {
		const links = sections.map(({ id, title, badge }) => el("a", { href: `#${id}` }, title,
			badge && el("span", { class: badge.bad ? "count bad" : "count" }, count(badge.number))));
		$("nav").append(...links);
		observeSections(new Map(), links);
	}

	function observeSections(seen, links) {
		const observer = new IntersectionObserver((entries) => {
			entries.forEach((entry) => seen.set(entry.target.id, entry.isIntersecting));
			const current = sections.find(({ id }) => seen.get(id))?.id;
			for (const link of links) {
				const here = link.hash === `#${current}`;
				if (here) {
					link.setAttribute("aria-current", "true");
					$("nav").scrollLeft = link.offsetLeft - ($("nav").clientWidth - link.offsetWidth) / 2;
				}
				else {
					link.removeAttribute("aria-current");
				}
			}
		}, { rootMargin: "-15% 0px -70% 0px" });
		sections.forEach(({ id }) => observer.observe($(id)));
	}

	const THEMES = ["system", "light", "dark"];

	function theme(name) {
		document.documentElement.dataset.theme = name;
		$("theme").replaceChildren(el("span", {}, "Theme: "), name);
		$("theme").ariaLabel = `Theme: ${name}`;
		try {
			localStorage.setItem("pristine-theme", name);
		}
		catch {
			// The browser keeps nothing for pages like this one.
		}
		timeline?.redraw();
	}

	function storedTheme() {
		try {
			return localStorage.getItem("pristine-theme");
		}
		catch {
			return null;
		}
	}

	function listen() {
		$("theme").addEventListener("click", () =>
			theme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]));
		matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => timeline?.redraw());
		matchMedia("print").addEventListener("change", (event) => print(event.matches));
		let pending;
		$("search").addEventListener("input", (event) => {
			cancelAnimationFrame(pending);
			pending = requestAnimationFrame(() => search(event.target.value));
		});
		document.addEventListener("keydown", (event) => {
			if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.("input, select, dialog")) {
				event.preventDefault();
				$("search").focus();
			}
		});
		$("search").addEventListener("keydown", (event) => {
			if (event.key === "Enter" && tests.length) {
				$("tests").scrollIntoView();
				if (shown.length) {
					focusRow(0);
				}
			}
		});
		const dialog = $("detail");
		dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
		dialog.addEventListener("close", () => {
			if (location.hash.startsWith("#test-")) {
				history.replaceState(null, "", location.pathname + location.search);
			}
		});
		addEventListener("hashchange", followFragment);
	}

	/** A part that fails takes no other with it. */
	function show(part) {
		$("main").append(...guarded("A part of the report", () => part() ?? []));
	}

	async function start() {
		theme(THEMES.includes(storedTheme()) ? storedTheme() : "system");
		try {
			if (!("DecompressionStream" in window)) {
				throw new Error("This browser cannot unpack the report: it has no DecompressionStream. Use a current one. The same data is in report.json.");
			}
			prepare(await unpack());
		}
		catch (error) {
			$("loading").textContent = `The report cannot be shown. ${error.message}`;
			return;
		}
		$("loading").remove();
		show(overview);
		performance.mark("verdict");
		// The verdict is on the screen while the rest is made.
		await new Promise((painted) => setTimeout(painted));
		[timelineSection, failuresSection, testsSection, tablesSection, repeatedSection, slowestSection, slotsSection,
			templatesSection, shardsSection].forEach(show);
		navigation();
		listen();
		followFragment();
		// The browser looked for the section before it was there.
		sections.find(({ id }) => location.hash === `#${id}`) && $(location.hash.slice(1)).scrollIntoView({ behavior: "instant" });
		document.documentElement.dataset.ready = Math.round(performance.now());
	}

	start();

})();
