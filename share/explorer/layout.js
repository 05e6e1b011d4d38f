// Where the boxes of a drawing stand: columns from left to right, in each the order that crosses
// the fewest edges. An edge over several columns goes through a lane in each of those between;
// edges from one file share their lanes.

const BOX = { width: 164, height: 40, tallest: 120, gap: 12 };
const PORT_STEP = 5; // between two edges at one side of a box
const LANE = { height: 6, gap: 6 };
const COLUMN_GAP = 56;
const HEAD = 40;
const MARGIN = 16;
const SWEEPS = 6;

// Columns: [{ boxes: [{ key, ... }] }]; edges: [{ from, to, ... }] by key.
// Gives { width, height, boxes, edges } with x and y in each box and a path in each edge.
function layOut(columns, edges) {
  const boxes = new Map();
  const rows = columns.map((column, number) => column.boxes.map((box) => {
    const ports = Math.max(edges.filter((edge) => edge.from === box.key).length, edges.filter((edge) => edge.to === box.key).length);
    const height = Math.min(Math.max(BOX.height, 12 + ports * PORT_STEP), BOX.tallest);
    const placed = { ...box, column: number, height, gap: BOX.gap, lane: false, links: [] };
    boxes.set(box.key, placed);
    return placed;
  }));
  const routes = routeEdges(edges, boxes, rows);
  for (let sweep = 0; sweep < SWEEPS; ++sweep) orderRows(rows, sweep % 2 === 0);
  stack(rows);
  for (let sweep = 0; sweep < SWEEPS; ++sweep) straighten(rows, sweep % 2 === 0);
  const all = rows.flat();
  const top = Math.min(...all.map((box) => box.y));
  for (const box of all) {
    box.x = MARGIN + box.column * (BOX.width + COLUMN_GAP);
    box.y += HEAD + MARGIN - top;
  }
  return {
    width: 2 * MARGIN + columns.length * (BOX.width + COLUMN_GAP) - COLUMN_GAP,
    height: Math.max(...all.map((box) => box.y + box.height)) + MARGIN,
    boxes: [...boxes.values()],
    edges: drawRoutes(routes),
  };
}

// Each edge as the boxes and lanes that it goes through; links them for the sweeps.
function routeEdges(edges, boxes, rows) {
  const lanes = new Map();
  return edges.map((edge) => {
    const from = boxes.get(edge.from);
    const to = boxes.get(edge.to);
    const step = Math.sign(to.column - from.column);
    const route = [from];
    for (let column = from.column + step; step !== 0 && column !== to.column; column += step) {
      const key = `${column} ${step} ${edge.from}`;
      if (!lanes.has(key)) {
        const lane = { column, height: LANE.height, gap: LANE.gap, lane: true, links: [] };
        lanes.set(key, lane);
        rows[column].push(lane);
      }
      route.push(lanes.get(key));
    }
    route.push(to);
    for (let i = 1; i < route.length; ++i) {
      route[i - 1].links.push(route[i]);
      route[i].links.push(route[i - 1]);
    }
    return { edge, route };
  });
}

// Sorts each column by where its neighbours in the column before (or after) stand.
function orderRows(rows, forward) {
  for (const row of rows) row.forEach((box, place) => { box.place = (place + 0.5) / row.length; });
  const numbers = rows.map((_, number) => (forward ? number : rows.length - 1 - number));
  for (const number of numbers) {
    const side = forward ? number - 1 : number + 1;
    const row = rows[number];
    for (const box of row) {
      const beside = box.links.filter((other) => other.column === side);
      box.wanted = beside.length === 0 ? box.place
        : beside.reduce((sum, other) => sum + other.place, 0) / beside.length;
    }
    row.sort((a, b) => a.wanted - b.wanted);
    row.forEach((box, place) => { box.place = (place + 0.5) / row.length; });
  }
}

function stack(rows) {
  const heights = rows.map((row) => {
    let y = 0;
    for (const box of row) {
      box.y = y;
      y += box.height + box.gap;
    }
    return y;
  });
  const tallest = Math.max(...heights);
  rows.forEach((row, number) => row.forEach((box) => { box.y += (tallest - heights[number]) / 2; }));
}

// Moves boxes towards the height of their neighbours; their order and distance stay. What is
// pushed down from above and what is pushed up from below are both allowed, and so is their mean.
function straighten(rows, forward) {
  for (const row of forward ? rows : [...rows].reverse()) {
    const wanted = [];
    for (const [i, box] of row.entries()) {
      const beside = box.links.filter((other) => other.column !== box.column);
      const middle = beside.reduce((sum, other) => sum + other.y + other.height / 2, 0) / beside.length;
      if (beside.length > 0) wanted.push(middle - box.height / 2);
      else wanted.push(i === 0 ? box.y : wanted[i - 1] + row[i - 1].height + row[i - 1].gap);
    }
    const down = [...wanted];
    const up = [...wanted];
    for (let i = 1; i < row.length; ++i) {
      down[i] = Math.max(down[i], down[i - 1] + row[i - 1].height + row[i - 1].gap);
    }
    for (let i = row.length - 2; i >= 0; --i) {
      up[i] = Math.min(up[i], up[i + 1] - row[i].height - row[i].gap);
    }
    row.forEach((box, i) => { box.y = (down[i] + up[i]) / 2; });
  }
}

// ---- edges

const middleOf = (box) => box.y + box.height / 2;

// Edges at one side of a box do not all begin in its middle: each has its own place, in the order
// of where it leads.
function spreadPorts(routes) {
  const sides = new Map();
  const add = (box, side, route, end, toward) => {
    const key = `${box.key} ${side}`;
    if (!sides.has(key)) sides.set(key, { box, ports: [] });
    sides.get(key).ports.push({ route, end, toward });
  };
  for (const one of routes) {
    const [from, next] = one.route;
    const [before, to] = one.route.slice(-2);
    add(from, next.column < from.column ? "left" : "right", one, "start", middleOf(next));
    add(to, before.column <= to.column && before.column !== to.column ? "left" : "right", one, "finish", middleOf(before));
  }
  for (const { box, ports } of sides.values()) {
    ports.sort((a, b) => a.toward - b.toward);
    const step = Math.min(7, (box.height - 12) / Math.max(ports.length - 1, 1));
    ports.forEach(({ route, end }, i) => {
      route[end] = middleOf(box) + (i - (ports.length - 1) / 2) * step;
    });
  }
}

function drawRoutes(routes) {
  spreadPorts(routes);
  return routes.map(({ edge, route, start, finish }) => ({ ...edge, path: pathOf(route, start, finish) }));
}

function pathOf(route, start, finish) {
  const from = route[0];
  const to = route.at(-1);
  const direction = Math.sign(to.column - from.column);
  const n = (value) => value.toFixed(1);
  if (direction === 0) {
    const x = from.x + BOX.width;
    const bulge = x + 24 + Math.min(28, Math.abs(finish - start) / 5);
    return `M${n(x)} ${n(start)}C${n(bulge)} ${n(start)} ${n(bulge)} ${n(finish)} ${n(x + 2)} ${n(finish)}`;
  }
  const exit = (box) => (direction > 0 ? box.x + BOX.width : box.x);
  const entry = (box) => (direction > 0 ? box.x : box.x + BOX.width);
  let path = `M${n(exit(from))} ${n(start)}`;
  let x = exit(from);
  let y = start;
  for (const box of route.slice(1)) {
    const toX = box === to ? entry(box) - 2 * direction : entry(box);
    const toY = box === to ? finish : middleOf(box);
    const half = (x + toX) / 2;
    path += `C${n(half)} ${n(y)} ${n(half)} ${n(toY)} ${n(toX)} ${n(toY)}`;
    if (box !== to) path += `H${n(exit(box))}`;
    x = exit(box);
    y = toY;
  }
  return path;
}
