"use strict";
// Labelling: the text is drawn from its marks after every change; every change is saved at once; what is on disk is watched.
(() => {
  const byId = id => document.getElementById(id);
  // A key for each label; letters that name it where they are free.
  const KEYS = { title: "t", lead: "l", heading: "h", outlet: "o", date: "d", byline: "b", dateline: "e", caption: "c", correction: "y", excerpt: "x", credit: "k", wire: "w", origin: "g",
    bio: "i", nav: "n", related: "r", rail: "a", share: "s", promo: "p", ad: "v", legal: "z", comments: "m", aggregator: "f", duplicate: "q", markup: "j", body: "0" };
  const HUES = [212, 24, 160, 320, 48, 265, 96, 190, 0, 130, 285, 70];
  let labels = [], documents = [];
  let at = -1, sheet = null, marks = [], version = "", past = [], future = [], selection = null, anchor = null, saving = null, dirty = false, conflict = false;

  async function ask(path, options) {
    const answer = await fetch(path, options), value = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(value.error), { status: answer.status });
    return value;
  }
  const colour = name => { const n = labels.findIndex(own => own.name === name), hue = HUES[n % HUES.length], light = n >= HUES.length ? 84 : 91; return [`hsl(${hue} 85% ${light}%)`, `hsl(${hue} 75% ${n >= HUES.length ? 28 : 38}%)`]; };
  const paint = (element, name) => { const [back, edge] = colour(name); element.style.backgroundColor = back; element.style.borderColor = edge; };

  // ---- lists ----
  function drawDocuments() {
    const done = documents.filter(own => own.labelled).length;
    byId("progress").textContent = `${done} of ${documents.length} documents labelled`;
    byId("documents").replaceChildren(...documents.map((own, index) => {
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.textContent = `${own.labelled ? "✓" : "·"} ${own.id}` + (own.differing != null ? ` (${own.differing} differ)` : "");
      button.setAttribute("aria-label", `${own.id}, ${own.labelled ? "labelled" : "not labelled"}` + (own.differing != null ? `, ${own.differing} characters differ` : ""));
      if (index === at) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => open(index));
      item.append(button);
      return item;
    }));
  }
  function drawLabels() {
    byId("labels").replaceChildren(...labels.map(own => {
      const item = document.createElement("li"), button = document.createElement("button"), swatch = document.createElement("span"), key = document.createElement("kbd");
      button.type = "button"; button.title = own.meaning; swatch.className = "swatch"; swatch.setAttribute("aria-hidden", "true");
      if (own.name !== "body") paint(swatch, own.name);
      key.textContent = KEYS[own.name] ?? "";
      button.append(swatch, own.name, " ", key);
      button.addEventListener("click", () => label(own.name));
      item.append(button);
      return item;
    }));
  }

  // ---- text ----
  const markAt = (all, place) => all.find(own => own.start <= place && place < own.end);
  function boundaries(lists) {
    const ends = new Set([0, sheet.text.length]);
    for (const list of lists) for (const own of list) ends.add(own.start).add(own.end);
    for (let n = sheet.text.indexOf("\n"); n >= 0; n = sheet.text.indexOf("\n", n + 1)) ends.add(n).add(n + 1);
    return [...ends].sort((a, b) => a - b);
  }
  function draw(target, own, other, live) {
    const shown = live && !own.length && sheet.proposed.length && !past.length ? sheet.proposed : own, proposed = shown !== own;
    const lists = [shown, other ?? [], live && selection ? [selection] : []], ends = boundaries(lists), lines = [];
    let line = document.createElement("p"), labelled = null;
    line.dir = "auto"; line.dataset.start = 0;
    for (let n = 0; n + 1 < ends.length; n++) {
      const [start, end] = [ends[n], ends[n + 1]], text = sheet.text.slice(start, end);
      if (text === "\n") { lines.push(line); line = document.createElement("p"); line.dir = "auto"; line.dataset.start = end; labelled = null; continue; }
      const mark = markAt(shown, start), piece = document.createElement("span");
      piece.dataset.start = start; piece.textContent = text;
      if (mark) {
        piece.className = "mark" + (proposed ? " proposed" : "") + (labelled === mark ? " more" : ""); piece.dataset.label = mark.label; paint(piece, mark.label); piece.title = mark.label;
      }
      labelled = mark ?? null;
      if (other && (markAt(other, start)?.label ?? "body") !== (mark?.label ?? "body") && /\S/.test(text)) piece.classList.add("differs");
      if (live && selection && selection.start <= start && end <= selection.end) piece.classList.add("selected");
      line.append(piece);
    }
    lines.push(line);
    target.lang = sheet.lang; target.replaceChildren(...lines);
  }
  function redraw() {
    draw(byId("text"), marks, sheet.other, true);
    byId("other-sheet").hidden = !sheet.other;
    if (sheet.other) draw(byId("other"), sheet.other, marks, false);
    const chosen = selection && sheet.text.slice(selection.start, selection.end);
    byId("chosen").textContent = chosen ? `Selected: ${chosen.length > 60 ? chosen.slice(0, 57) + "…" : chosen}` : "Nothing is selected.";
    const waiting = !marks.length && sheet.proposed.length && !past.length;
    byId("proposal").hidden = !waiting;
    byId("proposal-text").textContent = `A strategy would label ${sheet.proposed.length} stretches.`;
    byId("text").querySelector(".selected")?.scrollIntoView({ block: "nearest" });
  }

  // ---- selecting ----
  function lineOf(place) {
    const start = sheet.text.lastIndexOf("\n", place - 1) + 1, end = sheet.text.indexOf("\n", place);
    return { start, end: end < 0 ? sheet.text.length : end };
  }
  function paragraphOf(place) {
    let { start, end } = lineOf(place);
    while (start > 0) { const up = lineOf(start - 1); if (up.end <= up.start) break; start = up.start; }
    while (end < sheet.text.length) { const down = lineOf(end + 1); if (down.end <= down.start) break; end = down.end; }
    return { start, end };
  }
  const words = () => [...sheet.text.matchAll(/\S+/g)].map(own => ({ start: own.index, end: own.index + own[0].length }));
  function trimmed(own) {
    const text = sheet.text.slice(own.start, own.end), front = text.length - text.trimStart().length, back = text.length - text.trimEnd().length;
    return front === text.length ? null : { start: own.start + front, end: own.end - back };
  }
  function select(own) { selection = own && trimmed(own); redraw(); }
  function stepLine(by, extend) {
    const lines = []; for (let n = 0; n <= sheet.text.length;) { const own = lineOf(n); if (trimmed(own)) lines.push(own); n = own.end + 1; }
    if (!lines.length) return;
    const from = extend && anchor ? anchor : selection ?? { start: -1, end: -1 };
    const edge = selection ? (by > 0 ? selection.end : selection.start) : -1;
    const next = by > 0 ? lines.find(own => own.start >= edge) ?? lines.at(-1) : lines.filter(own => own.end <= edge).at(-1) ?? lines[0];
    if (extend && selection) { anchor ??= selection; select({ start: Math.min(from.start, next.start), end: Math.max(from.end, next.end) }); }
    else { anchor = null; select(next); }
  }
  function stepWord(by, extend) {
    const all = words();
    if (!all.length) return;
    if (!selection) return select(all[0]);
    if (extend) {
      const inside = all.filter(own => own.start >= selection.start && own.end <= selection.end);
      if (by > 0) { const next = all.find(own => own.start >= selection.end); if (next) select({ start: selection.start, end: next.end }); }
      else if (inside.length > 1) select({ start: selection.start, end: inside.at(-2).end });
      return;
    }
    const whole = all.find(own => own.start === selection.start && own.end === selection.end);
    const next = !whole ? all.find(own => own.start >= selection.start) : by > 0 ? all.find(own => own.start >= selection.end) : all.filter(own => own.end <= selection.start).at(-1);
    if (next) select(next);
  }
  function placeOf(node, offset) {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!piece || !byId("text").contains(piece)) return null;
    return Number(piece.dataset.start) + (node.nodeType === Node.TEXT_NODE ? offset : 0);
  }
  byId("text").addEventListener("mouseup", event => {
    const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
    if (!range) return;
    const [start, end] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
    anchor = null;
    if (start !== null && end !== null && end > start && event.detail < 2) select({ start, end });
    else if (start !== null) select(event.detail >= 2 ? paragraphOf(start) : lineOf(start));
    getSelection().removeAllRanges();
    byId("text").focus({ preventScroll: true });
  });

  // ---- changing ----
  function change(next) {
    past.push(marks); future = [];
    if (past.length > 500) past.shift();
    marks = next;
    redraw(); save();
  }
  function label(name) {
    if (!selection || conflict) return;
    const base = marks.length || past.length ? marks : [], rest = [];
    for (const own of base) {
      if (own.end <= selection.start || own.start >= selection.end) { rest.push(own); continue; }
      for (const part of [{ start: own.start, end: Math.min(own.end, selection.start) }, { start: Math.max(own.start, selection.end), end: own.end }]) {
        const left = part.end > part.start && trimmed(part);
        if (left) rest.push({ ...left, label: own.label });
      }
    }
    // A mark crosses no line break: each line has its own.
    if (name !== "body") for (let n = selection.start; n < selection.end;) {
      const end = Math.min(lineOf(n).end, selection.end), own = trimmed({ start: n, end });
      if (own) rest.push({ ...own, label: name });
      n = end + 1;
    }
    rest.sort((a, b) => a.start - b.start);
    change(rest);
  }
  function undo(from, to) {
    if (!from.length || conflict) return;
    to.push(marks); marks = from.pop(); redraw(); save();
  }

  // ---- saving: one save at a time, the last state wins; what changed on disk is never written over ----
  function save() {
    dirty = true;
    byId("saved").textContent = "Saving…";
    saving ??= write().finally(() => { saving = null; });
    return saving;
  }
  async function write() {
    while (dirty && !conflict) {
      dirty = false;
      const [index, sent] = [at, JSON.stringify({ version, marks })];
      try {
        const answer = await ask(`document/${index}`, { method: "PUT", body: sent, headers: { "content-type": "application/json" } });
        if (index === at) version = answer.version;
        documents[index].labelled = true;
        byId("saved").textContent = "Saved.";
      } catch (error) {
        dirty = true;
        if (error.status === 409) return alarm("These labels were changed by another page or program. Yours are not saved.");
        byId("saved").textContent = `Not saved: ${error.message}. Trying again.`;
        await new Promise(done => setTimeout(done, 1000));
      }
    }
    drawDocuments();
  }
  function alarm(words) {
    conflict = true;
    byId("alarm-text").textContent = words; byId("alarm").hidden = false; byId("saved").textContent = "Not saved.";
  }
  async function watch() {
    if (at >= 0 && !saving && !conflict && !document.hidden) {
      const index = at, before = version;
      const answer = await ask(`version/${index}`).catch(() => null);
      if (answer && index === at && before === version && !saving && answer.version !== version) alarm("These labels were changed on disk by another page or program.");
    }
    setTimeout(watch, 1500);
  }

  async function open(index, force) {
    if (index < 0 || index >= documents.length) return;
    if (saving && !force) await saving;
    if (dirty && !force) return;
    const opened = await ask(`document/${index}`).catch(error => { byId("saved").textContent = `${documents[index].id} cannot be opened: ${error.message}`; return null; });
    if (!opened) return;
    sheet = opened;
    at = index; marks = sheet.marks; version = sheet.version; past = []; future = []; selection = null; anchor = null; conflict = false; dirty = false;
    byId("alarm").hidden = true;
    byId("saved").textContent = version ? "As on disk." : "Not labelled yet.";
    byId("name").textContent = sheet.id;
    byId("facts").textContent = [sheet.source, sheet.lang, `${sheet.text.length} characters`].filter(Boolean).join(" · ");
    location.hash = encodeURIComponent(sheet.id);
    drawDocuments(); redraw();
    byId("documents").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    document.documentElement.dataset.ready = sheet.id;
  }
  function accept() { if (!byId("proposal").hidden) { const all = sheet.proposed; change(all); } }
  function refuse() { if (!byId("proposal").hidden) change([]); }
  function nextDifference() {
    const all = [...byId("text").querySelectorAll(".differs")].map(own => Number(own.dataset.start)), from = selection ? selection.start : -1;
    const next = all.find(place => place > from) ?? all[0];
    const piece = next !== undefined && byId("text").querySelector(`.differs[data-start="${next}"]`);
    if (piece) select({ start: next, end: next + piece.textContent.length });
  }

  document.addEventListener("keydown", event => {
    if (!sheet) return;
    const key = event.key, control = event.ctrlKey || event.metaKey;
    const act = own => { event.preventDefault(); own(); };
    if (control && key.toLowerCase() === "z") return act(() => event.shiftKey ? undo(future, past) : undo(past, future));
    if (control || event.altKey) return;
    if (key === "PageDown") return act(() => open(at + 1));
    if (key === "PageUp") return act(() => open(at - 1));
    if (event.target.closest("button, a") && (key === "Enter" || key === " ")) return;
    if (key === "u") return act(() => undo(past, future));
    if (key === "U") return act(() => undo(future, past));
    if (key === "Enter") return act(accept);
    if (key === "0" && !byId("proposal").hidden && !selection) return act(refuse);
    if (key === "/") return act(nextDifference);
    if (event.target.closest("nav")) return;
    if (key === "ArrowDown") return act(() => stepLine(1, event.shiftKey));
    if (key === "ArrowUp") return act(() => stepLine(-1, event.shiftKey));
    if (key === "ArrowRight") return act(() => stepWord(1, event.shiftKey));
    if (key === "ArrowLeft") return act(() => stepWord(-1, event.shiftKey));
    if (key === "[" && selection) return act(() => select(paragraphOf(selection.start)));
    const named = Object.keys(KEYS).find(name => KEYS[name] === key);
    if (named && selection) act(() => label(named));
  });
  byId("undo").addEventListener("click", () => undo(past, future));
  byId("redo").addEventListener("click", () => undo(future, past));
  byId("accept").addEventListener("click", accept);
  byId("refuse").addEventListener("click", refuse);
  byId("reload").addEventListener("click", () => open(at, true));
  addEventListener("beforeunload", event => { if (dirty || saving) event.preventDefault(); });

  (async () => {
    const all = await ask("list");
    documents = all.documents; labels = all.labels;
    drawLabels(); drawDocuments();
    const named = decodeURIComponent(location.hash.slice(1)), wanted = documents.findIndex(own => own.id === named), first = documents.findIndex(own => !own.labelled);
    await open(wanted >= 0 ? wanted : Math.max(first, 0));
    watch();
  })().catch(error => { byId("saved").textContent = `The page could not start: ${error.message}`; });
})();
