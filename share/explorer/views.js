// What stands in the main part: the overview, a job, a file.

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

// ---- the overview

function overview(app) {
  const { index, place } = app;
  const files = index.files.filter((file) => inLayers(place, file));
  const sources = files.filter((file) => !file.empty || file.blocks.length);
  const documented = files.filter((file) => file.blocks.length);
  const jobs = index.jobs.map((job) => ({ job, number: job.files.filter((file) => inLayers(place, file)).length }))
    .filter(({ number }) => number > 0);
  const edges = edgesAround(index, documented);
  const share = sources.length ? `${(100 * documented.length / sources.length).toFixed(1)} %` : "none";
  const figure = (number, text) => el("li", {}, el("strong", {}, number), el("span", {}, text));
  const findings = index.findings.filter((finding) => place.layers.size === 0 || (finding.file && inLayers(place, finding.file)));
  return [
    heading("Source tree", nameElement(index.title)),
    el("ul", { class: "figures" },
      figure(documented.length.toLocaleString("en"), `of ${plural(sources.length, "source file")} with a block, ${share}`),
      figure(jobs.length.toLocaleString("en"), "job types"),
      figure(`${edges.complete ? "" : "over "}${(edges.within.length + edges.out.length).toLocaleString("en")}`, "edges between files"),
      figure(findings.length.toLocaleString("en"), `findings${findings.length ? `: ${countFindings(findings)}` : ""}`)),
    el("div", { class: "halves" },
      section("Most used jobs", mostUsed(app, jobs)),
      section("Findings", findingsByRule(app, findings))),
    section("Layers", layerTable(app)),
    section("What goes from layer to layer", flowTable(app, edges)),
    notes(app),
  ];
}

function bar(share) {
  const filled = el("span", { class: "bar-filled" });
  filled.style.width = `${Math.round(share * 100)}%`;
  return el("span", { class: "bar-whole", "aria-hidden": "true" }, filled);
}

function layerTable(app) {
  const { index } = app;
  const rows = index.layers.map((name, layer) => {
    const files = index.files.filter((file) => file.layer === layer);
    return { layer, files: files.filter((file) => file.blocks.length).length,
      sources: files.filter((file) => !file.empty || file.blocks.length).length,
      jobs: new Set(files.flatMap((file) => file.jobs)).size, findings: files.flatMap((file) => file.findings) };
  }).filter(({ sources, layer }) => sources > 0 && inLayers(app.place, { layer }));
  return el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, 
      el("th", { scope: "col" }, "Layer"), el("th", { scope: "col", class: "number" }, "With a block"), el("td", { class: "bar-cell" }),
      el("th", { scope: "col", class: "number" }, "Jobs"), el("th", { scope: "col" }, "Findings"))),
    el("tbody", {}, rows.map((row) => el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", class: "plain-button", title: "Show only this layer",
        onclick: () => chooseLayers(app, [row.layer]) }, layerTag(app, row.layer))),
      el("td", { class: "number" }, `${row.files} of ${row.sources}`),
      el("td", { class: "bar-cell" }, bar(row.files / row.sources)),
      el("td", { class: "number" }, row.jobs),
      el("td", {}, countFindings(row.findings)))))));
}

// Rows hand data to columns.
function flowTable(app, edges) {
  const { index } = app;
  const flows = new Map();
  const met = new Set();
  for (const edge of [...edges.within, ...edges.out, ...edges.into]) {
    const key = `${edge.from.layer} ${edge.to.layer}`;
    flows.set(key, (flows.get(key) ?? 0) + 1);
    met.add(edge.from.layer).add(edge.to.layer);
  }
  const layers = index.layers.map((_, layer) => layer).filter((layer) => met.has(layer));
  if (layers.length === 0) return el("p", { class: "muted" }, "No edges.");
  const most = Math.max(...flows.values());
  const cell = (from, to) => {
    const number = flows.get(`${from} ${to}`) ?? 0;
    const heat = number === 0 ? 0 : Math.ceil(5 * Math.sqrt(number / most));
    return el("td", { class: `heat-${heat}` }, number || el("span", { class: "unseen" }, "0"));
  };
  return el("div", { class: "scroll fitting" }, el("table", { class: "flows" },
    el("caption", { class: "unseen" }, "Edges from the layer of the row to the layer of the column"),
    el("thead", {}, el("tr", {}, el("td", { class: "corner" }, "from ↓ to →"),
      layers.map((layer) => el("th", { scope: "col" }, el("span", {}, visible(index.layers[layer])))))),
    el("tbody", {}, layers.map((from) => el("tr", {},
      el("th", { scope: "row" }, layerTag(app, from)), layers.map((to) => cell(from, to)))))));
}

function mostUsed(app, jobs) {
  const most = [...jobs].sort((a, b) => b.number - a.number).slice(0, 10);
  if (most.length === 0) return el("p", { class: "muted" }, "No jobs.");
  return el("ul", { class: "plain ranked" }, most.map(({ job, number }) => el("li", {},
    jobLink(app, job), bar(number / most[0].number), el("span", { class: "number" }, number))));
}

function findingsByRule(app, findings) {
  if (findings.length === 0) return el("p", { class: "muted" }, "None: the tree keeps its standard.");
  const rules = new Map();
  for (const finding of findings) {
    if (!rules.has(finding.rule)) rules.set(finding.rule, []);
    rules.get(finding.rule).push(finding);
  }
  const severest = (list) => SEVERITIES.indexOf(worst(list));
  return [...rules].sort((a, b) => severest(a[1]) - severest(b[1]) || b[1].length - a[1].length).map(([rule, list]) =>
    el("details", { class: "rule-findings" },
      el("summary", {}, severityMark(worst(list)), " ", el("code", {}, rule), " ", el("span", { class: "number" }, list.length)),
      findingList(app, list, true)));
}

function notes(app) {
  const all = [...app.index.skipped.map((text) => `Not checked: ${text}`), ...app.index.warnings];
  if (all.length === 0) return null;
  return section("Notes", inPortions(all, MOST_LISTED, (text) => el("bdi", {}, visible(text))));
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
  return [
    heading("Job", names.map((one, i) => [i > 0 && el("span", { class: "muted" }, " or "), nameElement(one)])),
    el("p", { class: "summary" }, `${plural(files.length, "file")} in ${plural(layers.length, "layer")}; `,
      `${over}${plural(edges.within.length, "edge")} within the pipeline, ${over}${edges.into.length} into it, ${over}${edges.out.length} out of it`),
    files.length < all.length && el("p", { class: "muted" },
      `${plural(all.length - files.length, "more file")} in layers that are not shown.`),
    files.length > 0 && pipelineFigure(app, names.join(", "), files, edges),
    files.length > 0 && section("Layer by layer", layers.map((layer) =>
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
    holder.replaceChildren(drawFigure(app, drawing, `The pipeline of ${visible(name)}. The list below says the same in words.`, [controls]));
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
  return el("div", { class: "layer-group" },
    el("h3", {}, layerTag(app, layer), " ", el("span", { class: "muted" }, plural(files.length, "file"))),
    inPortions(files, MOST_LISTED, (file) => el("div", { class: "step" },
      el("p", { class: "step-file" }, fileLink(app, file), " ",
        worst(file.findings) && severityMark(worst(file.findings), countFindings(file.findings))),
      file.blocks.filter((block) => block.jobs.some((job) => job.key === key)).map((block) =>
        block.processing.operations && el("p", { class: "operations" }, el("bdi", {}, visible(block.processing.operations)))),
      neighbourLine(app, "from", into.get(file) ?? []),
      neighbourLine(app, "to", out.get(file) ?? []))));
}

function neighbourLine(app, word, files) {
  const MOST = 8;
  if (files.length === 0) return null;
  return el("p", { class: "neighbours" }, el("span", { class: "word" }, word), " ",
    files.slice(0, MOST).map((file, i) => [i > 0 && ", ", fileLink(app, file)]),
    files.length > MOST && ` and ${files.length - MOST} more`);
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
    const link = text === other.path ? fileLink(app, other) : [name, el("span", { class: "arrow" }, " → "), fileLink(app, other)];
    return el("span", { class: `reference ${resolution}` }, link, saidByOther(app, file, other, direction));
  }
  const what = resolution === "ambiguous" ? `ambiguous: ${ids.length} files end so` : plural(ids.length, "file");
  const list = el("div", {});
  return el("details", { class: `reference ${resolution}`, ontoggle: (event) => {
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
