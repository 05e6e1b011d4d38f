// Drawings: a pipeline with its layers as columns, and a file between its neighbours.

const MOST_BOXES = 120; // of a pipeline; the list below the drawing has all of its files
const MOST_BESIDE = 12; // of each kind of neighbours
const MOST_DRAWN_EDGES = 600;
const BOXES_IN_A_COLUMN = 16;

// ---- what is drawn

function fileBox(key, file, kind) {
  return { key, file, kind };
}

// How many files each layer may show, so that all fit: small layers whole, large ones cut alike.
function portion(groups, most) {
  let limit = Math.max(...groups.map((group) => group.length), 1);
  const total = () => groups.reduce((sum, group) => sum + Math.min(group.length, limit), 0);
  while (limit > 1 && total() > most) --limit;
  return limit;
}

// The files of a group that have the most edges, in path order.
function busiest(files, degree, limit) {
  if (files.length <= limit) return files;
  return [...files].sort((a, b) => (degree.get(b) ?? 0) - (degree.get(a) ?? 0) || a.id - b.id)
    .slice(0, limit).sort((a, b) => a.id - b.id);
}

function degrees(edges) {
  const degree = new Map();
  for (const edge of edges) {
    for (const file of [edge.from, edge.to]) degree.set(file, (degree.get(file) ?? 0) + 1);
  }
  return degree;
}

// Columns of boxes for one layer or side; long ones stand in several columns.
function columnsOf(title, kind, layer, boxes) {
  const number = Math.ceil(boxes.length / BOXES_IN_A_COLUMN);
  const height = Math.ceil(boxes.length / Math.max(number, 1));
  return Array.from({ length: number }, (_, i) =>
    ({ title, kind, layer, first: i === 0, boxes: boxes.slice(i * height, (i + 1) * height) }));
}

function sideColumns(title, kind, edges, end) {
  const degree = degrees(edges);
  const all = [...new Set(edges.map((edge) => edge[end]))].sort((a, b) => a.id - b.id);
  const boxes = busiest(all, degree, MOST_BESIDE).map((file) => fileBox(`${kind} ${file.id}`, file, kind));
  if (all.length > boxes.length) boxes.push({ key: `${kind} more`, more: all.length - boxes.length, kind });
  return columnsOf(title, kind, -1, boxes);
}

// A pipeline: { columns, edges, hidden: files without a box }.
function pipelineDrawing(index, files, edges, withNeighbours) {
  const groups = index.layers.map((_, layer) => files.filter((file) => file.layer === layer));
  const limit = portion(groups, MOST_BOXES);
  const degree = degrees(edges.within);
  const key = new Map();
  const columns = groups.flatMap((group, layer) => {
    const boxes = busiest(group, degree, limit).map((file) => fileBox(`in ${file.id}`, file, "in"));
    for (const box of boxes) key.set(box.file, box.key);
    if (group.length > boxes.length) boxes.push({ key: `more ${layer}`, more: group.length - boxes.length, kind: "in" });
    return columnsOf(index.layers[layer], "in", layer, boxes);
  });
  const into = withNeighbours ? sideColumns("Into the pipeline", "into", edges.into, "from") : [];
  const out = withNeighbours ? sideColumns("Out of the pipeline", "out", edges.out, "to") : [];
  return joinDrawing([...into, ...columns, ...out], [
    ...edges.within.map((edge) => [key.get(edge.from), key.get(edge.to), edge]),
    ...edges.into.map((edge) => [`into ${edge.from.id}`, key.get(edge.to), edge]),
    ...edges.out.map((edge) => [key.get(edge.from), `out ${edge.to.id}`, edge]),
  ], files.length - key.size);
}

function neighbourDrawing(file, arrivals, departures) {
  const own = { title: "This file", kind: "own", layer: file.layer, first: true, boxes: [fileBox("own", file, "own")] };
  return joinDrawing([
    ...sideColumns("Receives from", "into", arrivals, "from"), own,
    ...sideColumns("Sends to", "out", departures, "to"),
  ], [
    ...arrivals.map((edge) => [`into ${edge.from.id}`, "own", edge]),
    ...departures.map((edge) => ["own", `out ${edge.to.id}`, edge]),
  ], 0);
}

// Leaves out edges that lead to no box, and those beyond what can be told apart.
function joinDrawing(columns, ends, hidden) {
  const keys = new Set(columns.flatMap((column) => column.boxes.map((box) => box.key)));
  const edges = ends.filter(([from, to]) => keys.has(from) && keys.has(to))
    .map(([from, to, edge]) => ({ from, to, both: edge.both, ends: edge }));
  return { columns, hidden, edges: edges.slice(0, MOST_DRAWN_EDGES), edgesLeftOut: Math.max(edges.length - MOST_DRAWN_EDGES, 0) };
}

// ---- texts that fit

const measure = (() => {
  const context = document.createElement("canvas").getContext("2d");
  return (text, font) => {
    context.font = font;
    return context.measureText(text).width;
  };
})();

const NAME_FONT = "600 12.5px system-ui, sans-serif";
const SMALL_FONT = "11px system-ui, sans-serif";

// Cut in its middle, since names often differ at their ends, or at its beginning.
function fitted(text, width, font, where = "middle") {
  if (measure(text, font) <= width) return text;
  const characters = Array.from(text);
  let low = 0;
  let high = characters.length;
  const cut = (count) => {
    const head = where === "middle" ? Math.ceil(count * 0.6) : 0;
    return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (count - head)).join("")}`;
  };
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(cut(middle), font) <= width) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}

// ---- elements

function drawBands(columns, layout) {
  const bands = [];
  for (let i = 0; i < columns.length;) {
    let end = i + 1;
    while (end < columns.length && !columns[end].first) ++end;
    const x = MARGIN + i * (BOX.width + COLUMN_GAP) - 10;
    const width = (end - i) * (BOX.width + COLUMN_GAP) - COLUMN_GAP + 20;
    const { title, kind, layer } = columns[i];
    bands.push(svg("g", { class: `band ${kind} hue-${Math.max(layer, 0) % 12}` },
      svg("rect", { x, y: 4, width, height: layout.height - 8, rx: 8 }),
      svg("text", { x: x + 12, y: 26 }, fitted(visible(title), width - 20, NAME_FONT))));
    i = end;
  }
  return bands;
}

function describeBox(app, box, edges) {
  const incoming = edges.filter((edge) => edge.to === box.key).length;
  const outgoing = edges.filter((edge) => edge.from === box.key).length;
  const findings = box.file.findings.length ? `; ${countFindings(box.file.findings)}` : "";
  return `${visible(box.file.path)}, ${visible(app.index.layers[box.file.layer])}: ` +
    `${incoming} in, ${outgoing} out${findings}`;
}

function drawBox(app, box, edges) {
  const inner = BOX.width - 22;
  if (!box.file) {
    return svg("g", { class: "box more", transform: `translate(${box.x} ${box.y})` },
      svg("rect", { width: BOX.width, height: box.height, rx: 6 }),
      svg("text", { x: BOX.width / 2, y: box.height / 2 + 4, "text-anchor": "middle", class: "box-directory" }, `and ${box.more} more`));
  }
  const severity = worst(box.file.findings);
  const label = describeBox(app, box, edges);
  const room = severity ? inner - 16 : inner;
  const middle = box.height / 2;
  return svg("a", {
    class: `box ${box.kind} hue-${box.file.layer % 12}`, transform: `translate(${box.x} ${box.y})`,
    href: placeHref({ file: box.file.path, layers: app.place.layers }, app.index),
    "aria-label": label, "data-key": box.key, tabindex: "-1",
  },
    svg("title", {}, label),
    svg("rect", { class: "box-body", width: BOX.width, height: box.height, rx: 6 }),
    svg("path", { class: "box-edge", d: `M4 6V${box.height - 6}` }),
    svg("text", { x: 13, y: box.file.directory ? middle - 3 : middle + 5, class: "box-name" },
      fitted(visible(box.file.name), room, NAME_FONT)),
    box.file.directory && svg("text", { x: 13, y: middle + 12, class: "box-directory" },
      fitted(visible(box.file.directory), inner, SMALL_FONT, "beginning")),
    severity && svg("circle", { class: `mark ${severity}`, cx: BOX.width - 13, cy: middle - 7, r: 4.5 }));
}

function drawEdge(edge) {
  return svg("path", { class: edge.both ? "edge" : "edge one-sided", d: edge.path, "marker-end": "url(#head)" },
    svg("title", {}, `${visible(edge.ends.from.path)} → ${visible(edge.ends.to.path)}` +
      (edge.both ? "" : " (only one of them says so)")));
}

function arrowHead(id) {
  return svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7,
    markerUnits: "userSpaceOnUse", orient: "auto" }, svg("path", { d: "M0 0.5L7.5 4L0 7.5Z" }));
}

// Shows the edges of one box above the others.
function highlightOnDemand(picture, boxes, drawn) {
  const light = (key) => {
    picture.classList.toggle("lit", key !== null);
    const near = new Set([key]);
    for (const { edge, node } of drawn) {
      const on = edge.from === key || edge.to === key;
      node.classList.toggle("on", on);
      node.setAttribute("marker-end", on ? "url(#head-on)" : "url(#head)");
      if (on) near.add(edge.from).add(edge.to);
    }
    for (const { box, node } of boxes) node.classList.toggle("near", near.has(box.key));
  };
  for (const { box, node } of boxes) {
    if (!box.file) continue;
    node.addEventListener("pointerenter", () => light(box.key));
    node.addEventListener("pointerleave", () => light(null));
    node.addEventListener("focus", () => light(box.key));
    node.addEventListener("blur", () => light(null));
  }
}

// One box can be reached with Tab, the others from there with the arrow keys.
function walkWithArrows(picture, boxes) {
  const stops = boxes.filter(({ box }) => box.file);
  if (stops.length === 0) return;
  const middle = ({ box }) => box.y + box.height / 2;
  const nearest = (here, candidates) => candidates.reduce((best, one) =>
    (best === null || Math.abs(middle(one) - middle(here)) < Math.abs(middle(best) - middle(here)) ? one : best), null);
  const next = (here, key) => {
    const column = stops.filter((one) => one.box.column === here.box.column).sort((a, b) => a.box.y - b.box.y);
    const place = column.indexOf(here);
    if (key === "ArrowDown") return column[place + 1];
    if (key === "ArrowUp") return column[place - 1];
    if (key === "Home") return column[0];
    if (key === "End") return column.at(-1);
    const step = key === "ArrowRight" ? 1 : -1;
    const beyond = stops.filter((one) => (one.box.column - here.box.column) * step > 0);
    if (beyond.length === 0) return undefined;
    const distance = Math.min(...beyond.map((one) => Math.abs(one.box.column - here.box.column)));
    return nearest(here, beyond.filter((one) => Math.abs(one.box.column - here.box.column) === distance));
  };
  stops[0].node.setAttribute("tabindex", "0");
  picture.addEventListener("keydown", (event) => {
    const here = stops.find((one) => one.node === document.activeElement);
    if (!here || !["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const there = next(here, event.key);
    if (!there) return;
    for (const one of stops) one.node.setAttribute("tabindex", one === there ? "0" : "-1");
    there.node.focus();
    there.node.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

// Buttons for the size; at first it fits, unless that would make it too small to read.
function zoomButtons(picture, layout, frame) {
  const SMALLEST = 0.8;
  let scale = 1;
  const set = (wanted) => {
    scale = Math.min(Math.max(wanted, 0.2), 2);
    picture.setAttribute("width", Math.round(layout.width * scale));
    picture.setAttribute("height", Math.round(layout.height * scale));
  };
  const fitting = () => (frame.clientWidth > 0 ? Math.min(1, (frame.clientWidth - 2) / layout.width) : 1);
  const button = (text, label, onclick) => el("button", { type: "button", "aria-label": label, title: label, onclick }, text);
  set(1);
  requestAnimationFrame(() => set(Math.max(fitting(), SMALLEST)));
  return el("span", { class: "zoom" },
    button("−", "Smaller", () => set(scale / 1.2)),
    button("+", "Larger", () => set(scale * 1.2)),
    button("Fit", "Fit the width", () => set(fitting())));
}

// The figure: the drawing in its frame, how to read it, and what it leaves out.
function drawFigure(app, drawing, name, controls = []) {
  const layout = layOut(drawing.columns, drawing.edges);
  const edges = layout.edges.map((edge) => ({ edge, node: drawEdge(edge) }));
  const boxes = layout.boxes.map((box) => ({ box, node: drawBox(app, box, layout.edges) }));
  const picture = svg("svg", {
    class: "drawing", viewBox: `0 0 ${layout.width} ${layout.height}`, role: "group", "aria-label": name,
  },
    svg("defs", {}, arrowHead("head"), arrowHead("head-on")),
    drawBands(drawing.columns, layout),
    svg("g", { class: "edges", "aria-hidden": "true" }, edges.map(({ node }) => node)),
    boxes.map(({ node }) => node));
  highlightOnDemand(picture, boxes, edges);
  walkWithArrows(picture, boxes);
  const frame = el("div", { class: "frame" }, picture);
  const left = [
    drawing.hidden > 0 && `${plural(drawing.hidden, "file")} of the pipeline stand only in the list below.`,
    drawing.edgesLeftOut > 0 && `${plural(drawing.edgesLeftOut, "edge")} not drawn.`,
  ].filter(Boolean).join(" ");
  return el("figure", { class: "figure", "aria-label": name },
    el("div", { class: "figure-bar" }, controls, zoomButtons(picture, layout, frame)),
    frame,
    el("figcaption", {},
      el("span", { class: "legend-line" }), " both files say so ",
      el("span", { class: "legend-line one-sided" }), " only one does. ",
      left));
}
