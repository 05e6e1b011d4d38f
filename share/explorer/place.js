// Where one is: the fragment of the address, such as #job=streaming&layer=WebSocket.

function decodePart(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// { job } or { file, line } or neither (the overview), and the layers that are shown (none: all).
function readPlace(fragment, index) {
  const place = { job: null, file: null, line: 0, layers: new Set() };
  for (const part of fragment.replace(/^#/, "").split("&")) {
    const equals = part.indexOf("=");
    if (equals < 0) continue;
    const key = part.slice(0, equals);
    const value = decodePart(part.slice(equals + 1));
    if (key === "job") place.job = value;
    else if (key === "file") place.file = value;
    else if (key === "line") place.line = Number.parseInt(value, 10) || 0;
    else if (key === "layer" && index.layers.includes(value)) place.layers.add(index.layers.indexOf(value));
  }
  return place;
}

// A path stays readable; what would end a part or the address in running text does not.
function encodePart(text) {
  return encodeURIComponent(text).replace(/%2F/g, "/").replace(/[!'()*]/g,
    (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}

function placeHref(place, index) {
  const parts = [];
  if (place.job != null) parts.push(`job=${encodePart(place.job)}`);
  else if (place.file != null) parts.push(`file=${encodePart(place.file)}`);
  else parts.push("overview");
  if (place.line) parts.push(`line=${place.line}`);
  for (const layer of place.layers ?? []) parts.push(`layer=${encodePart(index.layers[layer])}`);
  return "#" + parts.join("&");
}

function inLayers(place, file) {
  return place.layers.size === 0 || place.layers.has(file.layer);
}
