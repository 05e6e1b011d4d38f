// Puts the page together and follows the address.

const KEYS = [
  ["/", "search"],
  ["↑ ↓ Page up, Page down", "choose in the list while searching"],
  ["Enter", "open what is chosen"],
  ["Esc", "clear the search, then go to the content"],
  ["← → ↑ ↓", "walk through a drawing; between the tabs"],
  ["Tab", "everything else"],
  ["?", "this list"],
];

function pageTitle(app) {
  const name = app.place.job ?? app.place.file;
  return name === null ? visible(app.index.title) : `${visible(name)} · ${visible(app.index.title)}`;
}

// Draws what the address says. `moved`: the user went there, so the focus goes along.
function show(app, moved) {
  app.place = readPlace(location.hash, app.index);
  const content = document.getElementById("content");
  const view = app.place.job !== null ? jobView(app, app.place.job)
    : app.place.file !== null ? fileView(app, app.place.file) : overview(app);
  content.replaceChildren(...view.flat(Infinity).filter(Boolean));
  document.title = pageTitle(app);
  showLayers(app);
  search(app, false);
  revealCurrent(app);
  if (moved) {
    browseOpen(false);
    content.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, app.followed ? 0 : app.scrolled.get(location.hash) ?? 0);
    app.followed = false;
  }
  const told = app.place.line ? content.querySelector(`.finding[data-line="${app.place.line}"]`) : null;
  told?.classList.add("told");
  if (moved || app.isNew) told?.scrollIntoView({ block: "center" });
  app.isNew = false;
}

// ---- the filter by layers

function chooseLayers(app, layers) {
  const address = placeHref({ ...app.place, layers: new Set(layers) }, app.index);
  if (address !== location.hash) history.pushState(null, "", address); // so that going back undoes it
  app.here = address;
  show(app, false);
  say(layers.length === 0 ? "All layers are shown" : `${plural(layers.length, "layer")} shown`);
}

function makeLayerChoices(app) {
  const used = app.index.layers.map((_, layer) => layer).filter((layer) => app.index.files.some((file) => file.layer === layer));
  const choices = document.getElementById("layer-choices");
  choices.append(
    ...used.map((layer) => el("label", { class: "switch" }, el("input", {
      type: "checkbox", value: layer, onchange: () => {
        const chosen = [...choices.querySelectorAll("input:checked")].map((input) => Number(input.value));
        chooseLayers(app, chosen);
      },
    }), layerTag(app, layer), el("span", { class: "row-count" }, app.index.files.filter((file) => file.layer === layer).length))),
    el("button", { type: "button", class: "more", id: "all-layers", onclick: () => {
      chooseLayers(app, []);
      document.querySelector("#layers summary").focus();
    } }, "Show all layers"));
}

function showLayers(app) {
  const { layers } = app.place;
  for (const input of document.querySelectorAll("#layer-choices input")) input.checked = layers.has(Number(input.value));
  document.getElementById("layers-state").textContent =
    layers.size === 0 ? "all" : [...layers].map((layer) => visible(app.index.layers[layer])).join(", ");
  document.getElementById("all-layers").hidden = layers.size === 0;
  document.getElementById("layers").classList.toggle("filtering", layers.size > 0);
}

// ---- switches of the bar

function browseOpen(open) {
  document.body.classList.toggle("browsing", open);
  document.getElementById("browse-switch").setAttribute("aria-expanded", open);
}

function makeThemeSwitch() {
  const button = document.getElementById("theme-switch");
  const show = () => {
    button.textContent = explorerTheme.current() === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to the ${button.textContent.toLowerCase()} theme`);
  };
  button.addEventListener("click", () => {
    explorerTheme.toggle();
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
}

function makeKeysDialog() {
  const dialog = document.getElementById("keys");
  dialog.append(el("h2", { id: "keys-title" }, "Keys"),
    el("dl", {}, KEYS.map(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])),
    el("form", { method: "dialog" }, el("button", {}, "Close")));
  document.getElementById("keys-switch").addEventListener("click", () => dialog.showModal());
  return dialog;
}

function listenToKeys(app, dialog) {
  addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input[type=text], textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.key === "/") {
      event.preventDefault();
      browseOpen(true);
      app.browse.query.focus();
      app.browse.query.select();
    } else if (event.key === "?") {
      event.preventDefault();
      dialog.showModal();
    }
  });
}

// ---- going from place to place

function followAddress(app) {
  // Kept as it is: going back leads to where one was on a long page.
  app.scrolled = new Map();
  app.here = location.hash;
  history.scrollRestoration = "manual";
  addEventListener("scroll", () => { if (location.hash === app.here) app.scrolled.set(app.here, scrollY); }, { passive: true });
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (link.id === "skip") {
      event.preventDefault();
      document.getElementById("content").focus();
      return;
    }
    app.followed = true;
    if (link.getAttribute("href") === location.hash) show(app, true);
  });
  addEventListener("hashchange", () => {
    app.here = location.hash;
    show(app, true);
  });
}

function start() {
  const index = readIndex(JSON.parse(document.getElementById("data").textContent));
  const app = { index, place: readPlace("", index), withNeighbours: true, followed: false, isNew: true };
  const home = document.getElementById("home");
  home.append(nameElement(index.title));
  makeLayerChoices(app);
  makeThemeSwitch();
  document.getElementById("browse-switch").addEventListener("click", () => {
    const opens = !document.body.classList.contains("browsing");
    browseOpen(opens);
    if (opens) app.browse.query.focus();
  });
  startBrowsing(app);
  listenToKeys(app, makeKeysDialog());
  followAddress(app);
  if (location.hash.length < 2 && (index.subject.job || index.subject.file)) {
    history.replaceState(null, "", placeHref({ job: index.subject.job, file: index.subject.file }, index));
  }
  show(app, false);
}

start();
