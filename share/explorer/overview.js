// The overview: how much there is, what is used most, what is wrong, what goes from layer to layer.

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
    el("details", { class: "rule-findings", "aria-label": `Findings of ${rule}` },
      el("summary", {}, severityMark(worst(list)), " ", el("code", {}, rule), " ", el("span", { class: "number" }, list.length)),
      findingList(app, list, true)));
}

function notes(app) {
  const all = [...app.index.skipped.map((text) => `Not checked: ${text}`), ...app.index.warnings];
  if (all.length === 0) return null;
  return section("Notes", inPortions(all, MOST_LISTED, (text) => el("bdi", {}, visible(text))));
}
