"use strict";
// The report's reader: sorts tables, filters documents, and draws one document at a time from the packed data.
(() => {
  const byId = id => document.getElementById(id);
  document.documentElement.classList.add("js");

  // ---- tables: every header of a sortable table becomes a button ----
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, heads, column));
    });
  }
  function sort(table, heads, column) {
    const down = heads[column].getAttribute("aria-sort") !== "descending";
    heads.forEach(head => head.removeAttribute("aria-sort"));
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = row => { const own = row.cells[column].dataset.v ?? row.cells[column].textContent.trim(); return own !== "" && !isNaN(own) ? Number(own) : own; };
    const order = (a, b) => {
      const [x, y] = [value(a), value(b)];
      if (typeof x !== typeof y) return typeof x === "number" ? -1 : 1;
      return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
    };
    const body = table.tBodies[0];
    [...body.rows].sort(order).forEach(row => body.append(row));
  }

  // ---- data ----
  const dataElement = byId("data");
  if (!dataElement) return;
  const data = JSON.parse(dataElement.textContent);
  async function unpack(id) {
    const text = byId(id).textContent.trim();
    const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }
  const KEEP = 0, STRIP = 1, IGNORE = 2, RESIDUE = 0, DAMAGE = 1;
  const KINDS = ["residue", "damage"];
  let errors = [];          // by task: Map from document * strategies + strategy to [[label, kind, characters, stretches]]
  const view = { doc: -1, cache: new Map(), shown: [], marks: [], at: -1 };
  const choose = { task: byId("task"), a: byId("first"), b: byId("second"), kind: byId("kind"), label: byId("label"), source: byId("source"), lang: byId("lang"), find: byId("find") };

  function fill(select, names, values, chosen) {
    select.replaceChildren(...names.map((name, at) => new Option(name, values ? values[at] : name, false, (values ? values[at] : name) === chosen)));
  }

  // ---- filters and the list ----
  function wanted(entry) {
    const [label, kind] = entry;
    return (choose.kind.value === "" || KINDS[kind] === choose.kind.value) && (choose.label.value === "" || data.labels[label] === choose.label.value);
  }
  function found(doc, strategy) {
    const all = errors[choose.task.value]?.get(doc * data.strategies.length + strategy) ?? [];
    let characters = 0, stretches = 0;
    for (const entry of all) if (wanted(entry)) { characters += entry[2]; stretches += entry[3]; }
    return [characters, stretches];
  }
  const MOST = 400; // the list is a window on the worst; filters reach the rest
  function list() {
    const strategy = Number(choose.a.value), needle = choose.find.value.trim().toLowerCase();
    const rows = [];
    data.documents.forEach((own, doc) => {
      if (choose.source.value && own.s !== choose.source.value) return;
      if (choose.lang.value && own.l !== choose.lang.value) return;
      if (needle && !`${own.i} ${own.s} ${own.h}`.toLowerCase().includes(needle)) return;
      const [characters, stretches] = found(doc, strategy);
      if ((choose.kind.value || choose.label.value) && stretches === 0) return;
      rows.push([characters, stretches, doc]);
    });
    rows.sort((x, y) => y[0] - x[0] || x[2] - y[2]);
    view.shown = rows.map(row => row[2]);
    byId("count").textContent = `${rows.length} of ${data.documents.length} documents` + (rows.length > MOST ? `, the ${MOST} worst are listed` : "");
    byId("documents").replaceChildren(...rows.slice(0, MOST).map(([characters, stretches, doc]) => {
      const own = data.documents[doc], item = document.createElement("li"), button = document.createElement("button"), small = document.createElement("small");
      button.type = "button"; button.dataset.doc = doc; button.dir = "auto";
      button.textContent = own.h || own.i;
      small.dir = "ltr"; small.textContent = `${own.i} · ${stretches} wrong, ${characters} characters`;
      button.append(small);
      if (doc === view.doc) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => show(doc));
      item.append(button);
      return item;
    }));
  }

  // ---- one document under one strategy ----
  function spans(flat, width) {
    const all = []; let at = 0;
    for (let i = 0; i < flat.length; i += width) { const start = at + flat[i], end = start + flat[i + 1]; all.push([start, end, ...flat.slice(i + 2, i + width)]); at = end; }
    return all;
  }
  function pieces(document, strategy, verdicts) {
    const cuts = spans(document.c[strategy], 4).filter(cut => cut[2] === 0 || verdicts[cut[2] - 1] === STRIP);
    const gold = spans(document.g, 3), ends = new Set([0, document.t.length]);
    for (const own of cuts) ends.add(own[0]).add(own[1]);
    for (const own of gold) ends.add(own[0]).add(own[1]);
    for (let at = document.t.indexOf("\n"); at >= 0; at = document.t.indexOf("\n", at + 1)) ends.add(at).add(at + 1);
    const points = [...ends].sort((a, b) => a - b), found = [];
    let g = 0, c = 0;
    for (let i = 0; i + 1 < points.length; i++) {
      const [start, end] = [points[i], points[i + 1]];
      while (g < gold.length && gold[g][1] <= start) g++;
      while (c < cuts.length && cuts[c][1] <= start) c++;
      const label = g < gold.length && gold[g][0] <= start ? gold[g][2] : data.body;
      const cut = c < cuts.length && cuts[c][0] <= start ? cuts[c] : null;
      found.push({ start, end, label, cut, verdict: verdicts[label], text: document.t.slice(start, end) });
    }
    return found;
  }
  function state(piece) {
    if (!/\S/.test(piece.text)) return "";
    if (piece.verdict === IGNORE) return "either";
    if (piece.verdict === STRIP) return piece.cut ? "gone" : "residue";
    return piece.cut ? "damage" : "";
  }
  function why(piece, kind) {
    const label = `${data.labels[piece.label]}: ${data.meanings[piece.label]}`;
    const rule = piece.cut ? `cut by ${data.rules[piece.cut[3]]}` + (piece.cut[2] ? ` as ${data.labels[piece.cut[2] - 1]}` : "") : "left in";
    const words = { residue: "Residue", damage: "Damage", gone: "Rightly gone", either: "Counts neither way" };
    return `${words[kind]}. ${label}. ${rule}. Characters ${piece.start} to ${piece.end}.`;
  }
  function element(piece, kind) {
    const name = kind === "residue" ? "mark" : kind === "damage" || kind === "gone" || piece.cut ? "del" : "span";
    const own = document.createElement(name);
    own.className = kind; own.textContent = piece.text;
    own.dataset.span = `${piece.start}-${piece.end}`;
    own.title = why(piece, kind);
    own.addEventListener("mouseenter", () => { byId("why").textContent = own.title; });
    if (kind === "residue" || kind === "damage") {
      own.tabIndex = 0;
      own.dataset.wanted = wanted([piece.label, kind === "residue" ? RESIDUE : DAMAGE]) ? "1" : "";
      own.addEventListener("focus", () => { byId("why").textContent = own.title; link(own.dataset.span); });
    }
    return own;
  }
  function pane(doc, packed, strategy) {
    const own = document.createElement("section"), head = document.createElement("h4"), small = document.createElement("small"), text = document.createElement("div");
    const verdicts = data.tasks[choose.task.value].verdicts, status = data.statuses[packed.x[strategy]];
    own.className = "pane"; text.className = "text"; text.lang = data.documents[doc].l;
    head.textContent = data.strategies[strategy] + " ";
    let line = document.createElement("p"); line.dir = "auto";
    let characters = { residue: 0, damage: 0 };
    for (const piece of status === "ok" ? pieces(packed, strategy, verdicts) : []) {
      if (piece.text === "\n") { if (line.childNodes.length) { text.append(line); line = document.createElement("p"); line.dir = "auto"; } continue; }
      const kind = state(piece);
      if (kind in characters) characters[kind] += piece.text.replace(/\s/g, "").length;
      line.append(kind ? element(piece, kind) : document.createTextNode(piece.text));
    }
    text.append(line);
    small.textContent = status === "ok" ? `${characters.residue} characters of residue, ${characters.damage} of damage` : `no answer: ${status}; counts as a full miss`;
    head.append(small); own.append(head, text);
    return own;
  }
  async function show(doc, span) {
    view.doc = doc;
    if (!view.cache.has(doc)) view.cache.set(doc, await unpack(`d${doc}`));
    if (view.doc !== doc) return;
    const packed = view.cache.get(doc), own = data.documents[doc];
    byId("name").textContent = own.h || own.i;
    byId("facts").textContent = [own.i, own.s, own.l, own.f, `${packed.t.length} characters`].filter(Boolean).join(" · ");
    const sides = [Number(choose.a.value)];
    if (choose.b.value !== "") sides.push(Number(choose.b.value));
    byId("panes").replaceChildren(...sides.map(side => pane(doc, packed, side)));
    view.marks = [...byId("panes").querySelectorAll("[tabindex]")]; view.at = -1;
    byId("documents").querySelectorAll("[aria-current]").forEach(button => button.removeAttribute("aria-current"));
    byId("documents").querySelector(`[data-doc="${doc}"]`)?.setAttribute("aria-current", "true");
    if (span) focus(view.marks.findIndex(mark => mark.dataset.span === span)); else link("");
  }
  function focus(at) {
    if (at < 0 || at >= view.marks.length) return false;
    view.marks.forEach(mark => mark.classList.remove("chosen"));
    view.at = at;
    const mark = view.marks[at];
    mark.classList.add("chosen"); mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center", behavior: "instant" });
    return true;
  }
  // The next or previous wrong stretch that the filters want; past the end of a document, the next document that has one.
  async function step(by) {
    for (let at = view.at < 0 ? (by > 0 ? 0 : view.marks.length - 1) : view.at + by; at >= 0 && at < view.marks.length; at += by) {
      if (view.marks[at].dataset.wanted) return focus(at);
    }
    const place = view.shown.indexOf(view.doc);
    for (let next = place + by; next >= 0 && next < view.shown.length; next += by) {
      if (found(view.shown[next], Number(choose.a.value))[1] === 0) continue;
      await show(view.shown[next]);
      const marks = view.marks.map((mark, at) => [mark.dataset.wanted, at]).filter(own => own[0]);
      if (marks.length) return focus(marks[by > 0 ? 0 : marks.length - 1][1]);
    }
    byId("why").textContent = "No further error under these filters.";
  }

  // ---- deep links: #doc=…&task=…&a=…&b=…&span=… ----
  function link(span) {
    const own = data.documents[view.doc];
    if (!own) return;
    const parts = { corpus: own.c, doc: own.i, task: data.tasks[choose.task.value].name, a: data.strategies[choose.a.value] };
    if (choose.b.value !== "") parts.b = data.strategies[choose.b.value];
    if (span) parts.span = span;
    history.replaceState(null, "", "#" + new URLSearchParams(parts));
  }
  async function follow() {
    const parts = new URLSearchParams(location.hash.slice(1));
    if (!parts.has("doc")) return false;
    const set = (select, names, name) => { const at = names.indexOf(name); if (at >= 0) select.value = at; };
    set(choose.task, data.tasks.map(task => task.name), parts.get("task"));
    set(choose.a, data.strategies, parts.get("a"));
    choose.b.value = ""; set(choose.b, data.strategies, parts.get("b"));
    const doc = data.documents.findIndex(own => own.i === parts.get("doc") && (!parts.has("corpus") || own.c === parts.get("corpus")));
    list();
    if (doc < 0) return false;
    await show(doc, parts.get("span"));
    byId("reader").scrollIntoView();
    return true;
  }

  async function start() {
    const numbers = data.strategies.map((_, at) => at);
    fill(choose.task, data.tasks.map(task => task.name), data.tasks.map((_, at) => at));
    fill(choose.a, data.strategies, numbers);
    fill(choose.b, ["none", ...data.strategies], ["", ...numbers]);
    fill(choose.kind, ["any", ...KINDS], ["", ...KINDS]);
    fill(choose.label, ["any", ...data.labels], ["", ...data.labels]);
    const distinct = key => [...new Set(data.documents.map(own => own[key]).filter(Boolean))].sort();
    fill(choose.source, ["any", ...distinct("s")], ["", ...distinct("s")]);
    fill(choose.lang, ["any", ...distinct("l")], ["", ...distinct("l")]);
    const packed = await unpack("errors");
    errors = packed.map(flat => {
      const map = new Map();
      for (let i = 0; i < flat.length; i += 5) {
        const [key, label, kind, characters, stretches] = flat.slice(i, i + 5);
        if (!map.has(key)) map.set(key, []);
        map.get(key).push([label, kind, characters, stretches]);
      }
      return map;
    });
    for (const [name, select] of Object.entries(choose)) {
      select.addEventListener(name === "find" ? "input" : "change", () => { list(); if (view.doc >= 0 && name !== "find") show(view.doc); });
    }
    byId("next").addEventListener("click", () => step(1));
    byId("previous").addEventListener("click", () => step(-1));
    document.addEventListener("keydown", event => {
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
      if (event.key === "n") { event.preventDefault(); step(1); }
      if (event.key === "p") { event.preventDefault(); step(-1); }
    });
    addEventListener("hashchange", follow);
    if (!(await follow())) { list(); if (view.shown.length) await show(view.shown[0]); }
    document.documentElement.dataset.ready = "1";
  }
  start().catch(error => { byId("why").textContent = `The documents could not be read: ${error.message}`; });
})();
