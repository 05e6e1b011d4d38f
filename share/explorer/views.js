// What stands in the main part beside the overview: a job, a file.

const MOST_LISTED = 100; // rows that are made at once

function heading(kind, ...name) {
  return el("header", { class: "heading" }, el("p", { class: "kind" }, kind), el("h1", { tabindex: "-1" }, name));
}

function section(title, ...content) {
  return el("section", {}, el("h2", {}, title), content);
}

// ---- findings

function findingItem(app, finding, withFile) {
  return el("div", { class: "finding", "data-line": finding.line, "data-rule": finding.rule },
    severityMark(finding.severity),
    el("div", {},
      el("p", {}, el("bdi", {}, visible(finding.message)), " ", el("code", { class: "rule" }, finding.rule)),
      finding.hint && el("p", { class: "hint" }, el("bdi", {}, visible(finding.hint))),
      el("p", { class: "where" }, withFile && finding.file ? fileLink(app, finding.file, finding.line) : el("bdi", {}, visible(finding.path)),
        finding.line ? `:${finding.line}${finding.column ? `:${finding.column}` : ""}` : "")));
}

function findingList(app, findings, withFile = false) {
  if (findings.length === 0) return null;
  return el("div", { class: "findings" }, inPortions(findings, MOST_LISTED, (finding) => findingItem(app, finding, withFile)));
}

// ---- a job

function jobView(app, name) {
  const { index, place } = app;
  const all = filesOfJob(index, name);
  if (all.length === 0) return missing(app, "job", name, index.jobs, (job) => jobLink(app, job));
  const files = all.filter((file) => inLayers(place, file));
  const key = lowerAscii(name);
  const names = index.jobs.filter((job) => job.key === key).map((job) => job.name);
  const edges = edgesAround(index, files);
  const layers = index.layers.map((_, layer) => layer).filter((layer) => files.some((file) => file.layer === layer));
  const over = edges.complete ? "" : "over ";
  const title = heading("Job", names.map((one, i) => [i > 0 && el("span", { class: "muted" }, " or "), nameElement(one)]));
  if (files.length === 0) {
    return [
      title,
      el("p", { class: "summary" }, `${all.length === 1 ? "Its file is" : `All of its ${plural(all.length, "file")} are`} in layers that are not shown.`),
      el("button", { type: "button", class: "more", onclick: () => chooseLayers(app, []) }, "Show all layers"),
    ];
  }
  return [
    title,
    el("p", { class: "summary" }, `${plural(files.length, "file")} in ${plural(layers.length, "layer")}; `,
      `${over}${plural(edges.within.length, "edge")} within the pipeline, ${over}${edges.into.length} into it, ${over}${edges.out.length} out of it`),
    files.length < all.length && el("p", { class: "muted" },
      `${plural(all.length - files.length, "more file")} in layers that are not shown.`),
    pipelineFigure(app, names.join(", "), files, edges),
    section("Layer by layer", layers.map((layer) =>
      pipelineLayer(app, layer, files.filter((file) => file.layer === layer), edges, key))),
  ];
}

function pipelineFigure(app, name, files, edges) {
  const holder = el("div", {});
  const draw = () => {
    const controls = el("label", { class: "switch" }, el("input", {
      type: "checkbox", id: "neighbours", checked: app.withNeighbours,
      onchange: (event) => {
        app.withNeighbours = event.target.checked;
        draw();
        document.getElementById("neighbours").focus();
      },
    }), " Into and out of the pipeline");
    const drawing = pipelineDrawing(app.index, files, edges, app.withNeighbours);
    const isolated = edges.into.length === 0 && edges.out.length === 0;
    holder.replaceChildren(drawFigure(app, drawing,
      `The pipeline of ${visible(name)}. The list below says the same in words.`, isolated ? [] : [controls]));
  };
  draw();
  return holder;
}

function pipelineLayer(app, layer, files, edges, key) {
  const into = new Map();
  const out = new Map();
  const put = (map, file, other) => (map.has(file) ? map.get(file).push(other) : map.set(file, [other]));
  for (const edge of [...edges.within, ...edges.into]) put(into, edge.to, edge.from);
  for (const edge of [...edges.within, ...edges.out]) put(out, edge.from, edge.to);
  const blocks = (file) => file.blocks.filter((block) => block.jobs.some((job) => job.key === key));
  return el("div", { class: "layer-group" },
    el("h3", {}, layerTag(app, layer), " ", el("span", { class: "muted" }, plural(files.length, "file"))),
    inPortions(files, MOST_LISTED, (file) => el("div", { class: "step" },
      el("p", { class: "step-file" }, fileLink(app, file), " ",
        worst(file.findings) && findingsLink(app, file)),
      blocks(file).map((block) => block.processing.operations &&
        el("p", { class: "operations" }, el("bdi", {}, visible(block.processing.operations)))),
      neighbourLine(app, "from", [...into.get(file) ?? [], ...blocks(file).flatMap((block) => outsideEnds(block.incoming))]),
      neighbourLine(app, "to", [...out.get(file) ?? [], ...blocks(file).flatMap((block) => outsideEnds(block.outgoing))]))));
}

// To the first of the worst.
function findingsLink(app, file) {
  const severity = worst(file.findings);
  const { line } = file.findings.find((finding) => finding.severity === severity);
  return el("a", { class: "findings-link", href: placeHref({ file: file.path, line, layers: app.place.layers }, app.index) },
    severityMark(severity, countFindings(file.findings)));
}

// The items of Incoming or Outgoing that name nothing of the tree.
function outsideEnds(side) {
  return side.items.filter((item) => item.every((piece) => typeof piece === "string")).map((item) => item.join(""))
    .filter((text) => lowerAscii(text) !== "none");
}

// `ends` are files, and texts of what lies outside the tree.
function neighbourLine(app, word, ends) {
  const MOST = 8;
  if (ends.length === 0) return null;
  const element = (end) => (typeof end === "string" ? el("bdi", { class: "external" }, visible(end)) : fileLink(app, end));
  const listed = (some) => some.flatMap((end, i) => (i > 0 ? [", ", element(end)] : [element(end)]));
  const line = el("p", { class: "neighbours" }, el("span", { class: "word" }, word), " ", listed(ends.slice(0, MOST)));
  if (ends.length > MOST) {
    const more = el("button", { type: "button", class: "more-inline", onclick: () => {
      const rest = listed(ends.slice(MOST));
      more.replaceWith(...rest);
      rest[0].focus();
    } }, `and ${ends.length - MOST} more`);
    line.append(", ", more);
  }
  return line;
}

// ---- a file

function fileView(app, path) {
  const { index } = app;
  const file = index.fileByPath.get(path);
  if (!file) return missing(app, "file", path, index.files, (one) => fileLink(app, one));
  const arrivals = arriving(index, file);
  const departures = leaving(index, file);
  const unplaced = file.findings.filter((finding) => !blockOf(file, finding));
  return [
    heading("File", nameElement(file.directory, "directory"), nameElement(file.name, "base")),
    el("p", { class: "summary" }, layerTag(app, file.layer), " ",
      file.blocks.length === 0 ? (file.empty ? "an empty file" : "no block") : plural(file.blocks.length, "block"),
      `, receives from ${plural(arrivals.length, "file")}, sends to ${plural(departures.length, "file")}`,
      file.findings.length > 0 && `, ${countFindings(file.findings)}`),
    findingList(app, unplaced),
    file.blocks.map((block, i) => blockView(app, file, block, i)),
    otherEnds(app, file, arrivals, departures),
    (arrivals.length > 0 || departures.length > 0) && section("Neighbours",
      drawFigure(app, neighbourDrawing(file, arrivals, departures),
        `${visible(file.path)} between the files that it receives from and those that it sends to. The lists on this page say the same in words.`)),
  ];
}

function blockOf(file, finding) {
  return file.blocks.find((block) => block.line <= finding.line && finding.line <= block.outgoing.line) ?? null;
}

function blockView(app, file, block, number) {
  const own = file.findings.filter((finding) => blockOf(file, finding) === block);
  const about = (part) => own.filter((finding) => finding.line === block[part].line);
  const elsewhere = own.filter((finding) => !["incoming", "processing", "outgoing"].some((part) => finding.line === block[part].line));
  const part = (name, title, ...content) => el("div", { class: `part ${name}` }, el("h3", {}, title), content,
    findingList(app, about(name)));
  return el("section", { class: "block", "aria-label": `Block ${number + 1}, line ${block.line}` },
    el("h2", {}, file.blocks.length > 1 ? `Block ${number + 1}` : "Block", " ", el("span", { class: "muted" }, `line ${block.line}`)),
    findingList(app, elsewhere),
    el("div", { class: "parts" },
      part("incoming", "Incoming", ends(app, file, block.incoming, "incoming")),
      part("processing", "Processing", processing(app, block)),
      part("outgoing", "Outgoing", ends(app, file, block.outgoing, "outgoing"))));
}

function processing(app, block) {
  const { operations, afterwards } = block.processing;
  return [
    operations && el("p", { class: "operations" }, el("bdi", {}, visible(operations))),
    el("ul", { class: "jobs", "aria-label": "Jobs" }, block.jobs.map((job) => el("li", {}, jobLink(app, job)))),
    block.jobs.length === 0 && el("p", { class: "muted" }, "no jobs"),
    afterwards !== null && block.jobs.length === 0 && afterwards !== "" && el("p", { class: "types" }, `{${visible(afterwards)}}`),
  ];
}

function ends(app, file, side, direction) {
  return [
    el("ul", { class: "plain ends" }, side.items.map((item) => el("li", {}, endItem(app, file, item, direction)))),
    side.items.length === 0 && el("p", { class: "muted" }, "nothing"),
    side.types !== "" && el("p", { class: "types" }, el("bdi", {}, visible(`{${side.types}}`))),
  ];
}

// One item of Incoming or Outgoing: prose, and references that are links where they lead to files.
function endItem(app, file, item, direction) {
  const references = item.filter((piece) => typeof piece !== "string");
  if (references.length === 0) {
    const text = item.join("");
    if (lowerAscii(text) === "none") return el("span", { class: "muted" }, text);
    return [el("bdi", { class: "external" }, visible(text)), el("span", { class: "tag" }, "outside the tree")];
  }
  return item.map((piece) => (typeof piece === "string" ? el("bdi", { class: "prose" }, visible(piece))
    : referenceElement(app, file, piece, direction)));
}

const LEADS_NOWHERE = { dangling: "leads nowhere", present: "on disk, not indexed" };

function referenceElement(app, file, reference, direction) {
  const { text, resolution, files } = reference;
  const ids = Array.from(files);
  const name = el("bdi", {}, visible(text));
  if (ids.length === 0) {
    return el("span", { class: `reference ${resolution}` }, name, el("span", { class: "tag" }, LEADS_NOWHERE[resolution] ?? resolution));
  }
  if (ids.length === 1 && resolution !== "ambiguous") {
    const other = app.index.files[ids[0]];
    const isBelowOwnRoot = other.path.endsWith(text) && file.path.startsWith(other.path.slice(0, -text.length));
    const link = resolution === "exact" && isBelowOwnRoot ? linkTo(app, other, 0, text) : [name, el("span", { class: "arrow" }, " → "), fileLink(app, other)];
    return el("span", { class: `reference ${resolution}` }, link, saidByOther(app, file, other, direction));
  }
  const what = resolution === "ambiguous" ? `ambiguous: ${ids.length} files end so` : plural(ids.length, "file");
  const list = el("div", {});
  return el("details", { class: `reference ${resolution}`, "aria-label": name.textContent, ontoggle: (event) => {
    if (event.target.open && !list.firstChild) {
      list.append(...inPortions(ids, MOST_LISTED, (id) => fileLink(app, app.index.files[id])));
    }
  } }, el("summary", {}, name, el("span", { class: "tag" }, what)), list);
}

// Nothing where both files speak of the edge, or the other has no block to speak in.
function saidByOther(app, file, other, direction) {
  if (other === file) return el("span", { class: "tag" }, "this file");
  if (other.blocks.length === 0) return el("span", { class: "tag" }, "has no block");
  const edges = direction === "incoming" ? arriving(app.index, file) : leaving(app.index, file);
  const edge = edges.find((one) => (direction === "incoming" ? one.from : one.to) === other);
  return edge && !edge.both ? el("span", { class: "tag quiet", title: "The other file does not say so" }, "one-sided") : null;
}

// Edges that only the other file speaks of.
function otherEnds(app, file, arrivals, departures) {
  const only = (edges, end) => edges.filter((edge) => !edge.here).map((edge) => edge[end]);
  const groups = [["Send to this file", only(arrivals, "from")], ["Receive from this file", only(departures, "to")]]
    .filter(([, files]) => files.length > 0);
  if (groups.length === 0) return null;
  return section("Only others say so", el("div", { class: "halves" }, groups.map(([title, files]) =>
    el("div", {}, el("h3", {}, title), inPortions(files, MOST_LISTED, (one) => fileLink(app, one))))));
}

// ---- what is not there

function missing(app, kind, name, entries, link) {
  const near = fuzzyRank(name, entries).slice(0, 5);
  return [
    heading("Not found", nameElement(name)),
    el("p", {}, `No ${kind} is called so.`),
    near.length > 0 && section("Near", el("ul", { class: "plain" }, near.map(({ entry }) => el("li", {}, link(entry))))),
  ];
}
