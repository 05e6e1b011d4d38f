// Making elements. All text goes in as text; nothing is ever parsed as HTML.

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

function furnish(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function el(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);
}

// Characters that cannot be seen, or that turn the text around them, by their numbers.
function visible(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (c) => `\u27e8U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}\u27e9`);
}

function plural(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

// A name from the tree: its direction does not reach beyond it.
function nameElement(text, className) {
  return el("bdi", { class: className }, visible(text));
}

function fileLink(app, file, line = 0) {
  return linkTo(app, file, line, file.path);
}

// By its path, or by the end of it that a reference in a merged tree names.
function linkTo(app, file, line, text) {
  const base = text.lastIndexOf("/") + 1;
  return el("a", {
    class: "file-link", href: placeHref({ file: file.path, line, layers: app.place.layers }, app.index),
    title: text === file.path ? null : visible(file.path),
  }, nameElement(text.slice(0, base), "directory"), nameElement(text.slice(base), "base"));
}

function jobLink(app, job) {
  return el("a", { class: "job-link", href: placeHref({ job: job.name, layers: app.place.layers }, app.index) },
    nameElement(job.name));
}

function layerTag(app, layer) {
  return el("span", { class: `layer-tag hue-${layer % 12}` }, visible(app.index.layers[layer]));
}

function severityMark(severity, text) {
  return el("span", { class: `severity ${severity}` }, text ?? severity);
}

function worst(findings) {
  return SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? null;
}

// "2 errors, 1 note", of the kinds that there are.
function countFindings(findings) {
  const parts = SEVERITIES.map((severity) => [severity, findings.filter((f) => f.severity === severity).length]);
  return parts.filter(([, number]) => number > 0).map(([severity, number]) => plural(number, severity)).join(", ");
}

// The first `most` of a list, and a button for the next ones.
function inPortions(items, most, make) {
  const list = el("ul", { class: "plain" });
  const more = el("button", { type: "button", class: "more", onclick: () => add(true) });
  let shown = 0;
  const add = (byHand) => {
    const next = items.slice(shown, shown + most).map((item) => el("li", {}, make(item)));
    list.append(...next);
    shown += next.length;
    more.textContent = `Show ${Math.min(most, items.length - shown)} of ${items.length - shown} more`;
    more.hidden = shown >= items.length;
    if (byHand) next[0]?.querySelector("a")?.focus();
  };
  add(false);
  return [list, more];
}
