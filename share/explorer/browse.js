// The search field, its tabs and its list. The list holds only the rows that can be seen.

const TABS = [
  { kind: "jobs", title: "Jobs", height: 34 },
  { kind: "files", title: "Files", height: 48 },
  { kind: "findings", title: "Findings", height: 64 },
];
const ROWS_BEYOND = 6;

function startBrowsing(app) {
  const browse = {
    tab: "jobs", matches: { jobs: [], files: [], findings: [] }, active: -1,
    query: document.getElementById("query"),
    scroller: document.getElementById("scroller"),
    results: document.getElementById("results"),
  };
  for (const job of app.index.jobs) job.search = searchable(job.name);
  for (const file of app.index.files) file.search = searchable(file.path);
  for (const finding of app.index.findings) finding.search = searchable(`${finding.rule} ${finding.path}`);
  app.browse = browse;
  makeTabs(app);
  browse.query.addEventListener("input", () => {
    browse.active = browse.query.value ? 0 : -1;
    search(app, true);
  });
  browse.query.addEventListener("keydown", (event) => steer(app, event));
  browse.scroller.addEventListener("scroll", () => drawRows(app), { passive: true });
  new ResizeObserver(() => drawRows(app)).observe(browse.scroller);
  search(app, false);
}

function makeTabs(app) {
  const bar = document.getElementById("tabs");
  bar.append(...TABS.map(({ kind, title }) => el("button", {
    type: "button", role: "tab", id: `tab-${kind}`, "aria-controls": "panel", onclick: () => openTab(app, kind),
  }, title, " ", el("span", { class: "tab-count" }))));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const place = TABS.findIndex(({ kind }) => kind === app.browse.tab);
    const { kind } = TABS[(place + step + TABS.length) % TABS.length];
    openTab(app, kind);
    document.getElementById(`tab-${kind}`).focus();
  });
}

function openTab(app, kind) {
  app.browse.tab = kind;
  app.browse.active = app.browse.query.value ? 0 : -1;
  app.browse.scroller.scrollTop = 0;
  showTabs(app);
  drawRows(app);
}

// What the tabs hold for the query and the layers. A query that one tab has nothing for opens one
// that has something.
function search(app, typed) {
  const { browse, index, place } = app;
  const query = browse.query.value.trim();
  const filtered = place.layers.size > 0;
  const number = (job) => (filtered ? job.files.filter((file) => inLayers(place, file)).length : job.files.length);
  const candidates = {
    jobs: index.jobs.filter((job) => !filtered || number(job) > 0),
    files: index.files.filter((file) => inLayers(place, file)),
    findings: index.findings.filter((finding) => !filtered || (finding.file && inLayers(place, finding.file))),
  };
  for (const { kind } of TABS) {
    browse.matches[kind] = query ? fuzzyRank(query, candidates[kind])
      : candidates[kind].map((entry) => ({ entry, at: [] }));
  }
  browse.count = number;
  if (!query) browse.matches.jobs.sort((a, b) => number(b.entry) - number(a.entry)); // stable: then by name
  if (typed) {
    browse.scroller.scrollTop = 0;
    if (browse.matches[browse.tab].length === 0) {
      browse.tab = TABS.find(({ kind }) => browse.matches[kind].length > 0)?.kind ?? browse.tab;
    }
    announceMatches(app, query);
  }
  showTabs(app);
  drawRows(app);
}

function announceMatches(app, query) {
  clearTimeout(app.browse.timer);
  app.browse.timer = setTimeout(() => {
    const { jobs, files, findings } = app.browse.matches;
    say(`${plural(jobs.length, "job")}, ${plural(files.length, "file")}, ${plural(findings.length, "finding")}` +
      (query ? ` for ${query}` : ""));
  }, 400);
}

function say(text) {
  document.getElementById("said").textContent = text;
}

// Brings what the page shows into sight in the list, where the list has it.
function revealCurrent(app) {
  const { browse, place } = app;
  const height = rowHeight(app);
  const number = browse.matches[browse.tab].findIndex(({ entry }) => IS_CURRENT[browse.tab](app.place, entry));
  if (number < 0 || (place.job === null && place.file === null)) return;
  const top = number * height;
  const { scrollTop, clientHeight } = browse.scroller;
  if (top < scrollTop || top + height > scrollTop + clientHeight) {
    browse.scroller.scrollTop = top - (clientHeight - height) / 2;
  }
}

function showTabs(app) {
  const { browse } = app;
  for (const { kind } of TABS) {
    const tab = document.getElementById(`tab-${kind}`);
    const chosen = kind === browse.tab;
    tab.setAttribute("aria-selected", chosen);
    tab.setAttribute("tabindex", chosen ? "0" : "-1");
    tab.querySelector(".tab-count").textContent = browse.matches[kind].length.toLocaleString("en");
  }
  document.getElementById("panel").setAttribute("aria-labelledby", `tab-${browse.tab}`);
  const none = document.getElementById("none");
  none.hidden = browse.matches[browse.tab].length > 0;
  none.textContent = browse.query.value ? "Nothing matches."
    : browse.tab === "findings" ? "No findings: the tree keeps its standard." : "Nothing to show.";
}

// ---- rows

function rowHeight(app) {
  return TABS.find(({ kind }) => kind === app.browse.tab).height;
}

function drawRows(app) {
  const { browse } = app;
  const matches = browse.matches[browse.tab];
  const height = rowHeight(app);
  const first = Math.max(Math.floor(browse.scroller.scrollTop / height) - ROWS_BEYOND, 0);
  const last = Math.min(Math.ceil((browse.scroller.scrollTop + browse.scroller.clientHeight) / height) + ROWS_BEYOND,
    matches.length);
  browse.results.style.height = `${matches.length * height}px`;
  browse.results.replaceChildren(...matches.slice(first, last).map((match, i) => row(app, match, first + i, height)));
  const active = document.getElementById(`row-${browse.active}`);
  if (active) browse.query.setAttribute("aria-activedescendant", active.id);
  else browse.query.removeAttribute("aria-activedescendant");
}

const IS_CURRENT = {
  jobs: (place, job) => place.job !== null && lowerAscii(place.job) === job.key,
  files: (place, file) => place.file === file.path,
  findings: (place, finding) => finding.file !== null && place.file === finding.path && place.line === finding.line,
};
const ROWS = { jobs: jobRow, files: fileRow, findings: findingRow };

function row(app, match, number, height) {
  const { browse } = app;
  const { href, content } = ROWS[browse.tab](app, match);
  const current = IS_CURRENT[browse.tab](app.place, match.entry);
  const node = el("a", {
    class: "row", id: `row-${number}`, role: "option", href, tabindex: "-1",
    "aria-selected": number === browse.active, "aria-current": current ? "page" : null,
    "aria-posinset": number + 1, "aria-setsize": browse.matches[browse.tab].length,
  }, content);
  node.style.top = `${number * height}px`;
  node.style.height = `${height}px`;
  return node;
}

// The name with what the query matched marked.
function markedName(text, at, offset, className) {
  const marked = new Set(at);
  const name = el("bdi", { class: className });
  let run = "";
  let inMark = false;
  const flush = () => {
    if (run) name.append(inMark ? el("mark", {}, visible(run)) : visible(run));
    run = "";
  };
  if (at.length === 0) {
    name.append(visible(text));
    return name;
  }
  for (let i = 0; i < text.length; ++i) {
    if (marked.has(i + offset) !== inMark) {
      flush();
      inMark = !inMark;
    }
    run += text[i];
  }
  flush();
  return name;
}

function jobRow(app, { entry, at }) {
  const number = app.browse.count(entry);
  return {
    href: placeHref({ job: entry.name, layers: app.place.layers }, app.index),
    content: [markedName(entry.name, at, 0, "row-name"),
      el("span", { class: "row-count" }, el("span", { class: "unseen" }, plural(number, "file")),
        el("span", { "aria-hidden": "true" }, number))],
  };
}

function fileRow(app, { entry, at }) {
  const severity = worst(entry.findings);
  return {
    href: placeHref({ file: entry.path, layers: app.place.layers }, app.index),
    content: [
      markedName(entry.name, at, entry.directory.length, entry.blocks.length ? "row-name" : "row-name bare"),
      el("span", { class: "row-end" }, severity && severityMark(severity, entry.findings.length)),
      markedName(entry.directory || "(at the root)", entry.directory ? at : [], 0, "row-directory")],
  };
}

function findingRow(app, { entry }) {
  return {
    href: entry.file ? placeHref({ file: entry.path, line: entry.line, layers: app.place.layers }, app.index)
      : placeHref({ layers: app.place.layers }, app.index),
    content: [
      el("span", { class: "row-head" }, severityMark(entry.severity), " ", el("span", { class: "row-rule" }, entry.rule)),
      el("bdi", { class: "row-message" }, visible(entry.message)),
      el("bdi", { class: "row-directory" }, visible(`${entry.path}:${entry.line}`))],
  };
}

// ---- keys in the search field

function steer(app, event) {
  const { browse } = app;
  const last = browse.matches[browse.tab].length - 1;
  const page = Math.max(Math.floor(browse.scroller.clientHeight / rowHeight(app)) - 1, 1);
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
  if (step && last >= 0) {
    event.preventDefault();
    activate(app, Math.min(Math.max(browse.active + step, 0), last));
  } else if (event.key === "Enter" && browse.active >= 0) {
    event.preventDefault();
    document.getElementById(`row-${browse.active}`)?.click();
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (browse.query.value) {
      browse.query.value = "";
      browse.active = -1;
      search(app, true);
    } else {
      document.getElementById("content").focus();
    }
  }
}

function activate(app, number) {
  const { browse } = app;
  const height = rowHeight(app);
  browse.active = number;
  const top = number * height;
  if (top < browse.scroller.scrollTop) browse.scroller.scrollTop = top;
  const bottom = top + height - browse.scroller.clientHeight;
  if (bottom > browse.scroller.scrollTop) browse.scroller.scrollTop = bottom;
  drawRows(app);
}
