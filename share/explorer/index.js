// The index: what job_tracer wrote into the page, as objects that refer to each other.

const SEVERITIES = ["error", "warning", "note"];

function readIndex(data) {
  const index = {
    version: data.version,
    title: data.roots.join(", ") || "architecture",
    layers: data.layers,
    subject: data.subject,
    skipped: data.skipped,
    warnings: data.warnings,
    files: data.files.map(([directory, name, layer, blocks], id) => ({
      id, name, layer,
      empty: blocks === null,
      directory: data.directories[directory],
      path: data.directories[directory] + name,
      blocks: [], jobs: [], findings: [],
    })),
    jobs: data.jobs.map((name, id) => ({ id, name, key: lowerAscii(name), files: [] })),
    findings: [],
  };
  if (index.files.some((file) => file.layer === index.layers.length)) index.layers = [...index.layers, "(no layer)"];
  const lists = referenceLists(data);
  data.files.forEach(([, , , blocks], id) => {
    index.files[id].blocks = (blocks ?? []).map((block) => readBlock(block, data, index, lists));
  });
  index.files.forEach((file) => addJobs(file, index));
  index.findings = data.findings.map((finding, id) => readFinding(finding, id, data, index));
  index.fileByPath = new Map(index.files.map((file) => [file.path, file]));
  index.said = { incoming: gather(index.files, "incoming"), outgoing: gather(index.files, "outgoing") };
  return index;
}

// Letter case does not matter in job types; as in the tool, only that of ASCII.
function lowerAscii(text) {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

// The files that a reference may lead to, each list once: by file, and the longer ones by number.
function referenceLists(data) {
  const single = data.files.map((_, id) => [id]);
  const long = data.lists.map((runs) => {
    const list = [];
    for (let i = 0; i < runs.length; i += 2) {
      for (let file = runs[i]; file < runs[i] + runs[i + 1]; ++file) list.push(file);
    }
    return list;
  });
  return (number) => (number >= 0 ? single[number] : long[-1 - number]);
}

function readBlock(block, data, index, lists) {
  const [lines, incoming, incomingTypes, operations, afterwards, jobs, outgoing, outgoingTypes] = block;
  const [line, incomingLine, processingLine, outgoingLine] =
    Array.isArray(lines) ? lines : [lines, lines + 1, lines + 2, lines + 3];
  return {
    line,
    jobs: jobs.map((id) => index.jobs[id]),
    incoming: readEnds(incoming, data.texts[incomingTypes], incomingLine, data, index, lists),
    processing: { line: processingLine, operations, afterwards },
    outgoing: readEnds(outgoing, data.texts[outgoingTypes], outgoingLine, data, index, lists),
  };
}

// Incoming or Outgoing: its items, each a row of pieces, and all of its references.
function readEnds(pieces, types, line, data, index, lists) {
  const ends = { line, types, items: [], references: [] };
  let item = [];
  let depth = 0;
  let afterReference = false;
  const endItem = () => {
    if (typeof item[0] === "string") item[0] = item[0].trimStart();
    if (typeof item.at(-1) === "string") item.push(item.pop().trimEnd());
    item = item.filter((piece) => piece !== "");
    if (item.length > 0) ends.items.push(item);
    item = [];
  };
  for (const piece of pieces) {
    if (typeof piece === "string") {
      let text = "";
      for (const c of piece) {
        if ("([{".includes(c)) ++depth;
        if (")]}".includes(c)) depth = Math.max(depth - 1, 0);
        if ((c === "," || c === ";") && depth === 0) {
          item.push(text);
          text = "";
          endItem();
        } else {
          text += c;
        }
      }
      item.push(text);
      afterReference = false;
    } else {
      if (afterReference || piece === null) endItem();
      if (piece === null) continue;
      const reference = readReference(piece, data, index, lists);
      ends.references.push(reference);
      item.push(reference);
      afterReference = true;
    }
  }
  endItem();
  return ends;
}

function readReference(piece, data, index, lists) {
  if (typeof piece === "number") {
    return { text: index.files[piece].path, resolution: "exact", files: lists(piece) };
  }
  const [resolution, text, target] = piece;
  return { text, resolution: data.resolutions[resolution], files: target === undefined ? [] : lists(target) };
}

function addJobs(file, index) {
  file.jobs = [...new Set(file.blocks.flatMap((block) => block.jobs))];
  for (const job of file.jobs) index.jobs[job.id].files.push(file);
}

function readFinding([place, rule, severity, line, column, message, hint], id, data, index) {
  const file = typeof place === "number" ? index.files[place] : null;
  const finding = {
    id, file, line, column,
    path: file ? file.path : place,
    rule: data.texts[rule],
    severity: SEVERITIES[severity],
    message: data.texts[message],
    hint: hint === undefined ? "" : data.texts[hint],
  };
  if (file) file.findings.push(finding);
  return finding;
}

// The pipeline of a job: every file that has it, in whatever letter case.
function filesOfJob(index, name) {
  const key = lowerAscii(name);
  const files = new Set(index.jobs.filter((job) => job.key === key).flatMap((job) => job.files));
  return [...files].sort((a, b) => a.id - b.id);
}

// ---- edges, as graph.cpp makes them: a list that many files name is held once

function gather(files, direction) {
  const bundles = new Map(); // by the list named
  const byFile = files.map(() => []);
  const ofFile = files.map(() => []);
  for (const file of files) {
    for (const block of file.blocks) {
      for (const reference of block[direction].references) {
        if (reference.files.length === 0 || reference.resolution === "ambiguous") continue;
        let bundle = bundles.get(reference.files);
        if (!bundle) {
          bundle = { named: reference.files, naming: [] };
          bundles.set(reference.files, bundle);
          for (const one of bundle.named) ofFile[one].push(bundle);
        }
        if (bundle.naming.at(-1) !== file.id) {
          bundle.naming.push(file.id);
          byFile[file.id].push(bundle);
        }
      }
    }
  }
  return { byFile, ofFile };
}

// The neighbours of a file in one direction: Map from id to who says so.
function around(file, own, others) {
  const found = new Map();
  const add = (ids, key) => {
    for (const id of ids) {
      if (id === file.id) continue;
      const known = found.get(id);
      if (known) known[key] = true;
      else found.set(id, { here: key === "here", there: key === "there" });
    }
  };
  for (const bundle of own.byFile[file.id]) add(bundle.named, "here");
  for (const bundle of others.ofFile[file.id]) add(bundle.naming, "there");
  return [...found].sort((a, b) => a[0] - b[0]);
}

// Edges are { from, to, both }: files, and whether both of them speak of it.
function leaving(index, file) {
  return around(file, index.said.outgoing, index.said.incoming).map(([id, said]) =>
    ({ from: file, to: index.files[id], both: said.here && said.there, here: said.here }));
}

function arriving(index, file) {
  return around(file, index.said.incoming, index.said.outgoing).map(([id, said]) =>
    ({ from: index.files[id], to: file, both: said.here && said.there, here: said.here }));
}

const MOST_EDGES = 200000; // beyond it edges are no longer counted: each file may name all others

// The edges of a set of files: those among them, into them and out of them.
function edgesAround(index, files) {
  const members = new Set(files);
  const edges = { within: [], into: [], out: [], complete: true };
  let seen = 0;
  for (const file of files) {
    if (seen > MOST_EDGES) {
      edges.complete = false;
      break;
    }
    for (const edge of leaving(index, file)) (members.has(edge.to) ? edges.within : edges.out).push(edge);
    for (const edge of arriving(index, file)) if (!members.has(edge.from)) edges.into.push(edge);
    seen = edges.within.length + edges.into.length + edges.out.length;
  }
  return edges;
}
