"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const INK = "#1f2328", PAPER = "#ffffff", EDGE = "#6e7781";
  const count = data.units.code.length;
  const state = { lang: data.lang, measure: 0, at: 0, other: 0, compare: false, chosen: -1, hover: -1, off: new Set(), playing: 0 };
  const view = { k: 1, x: 0, y: 0 };
  const panes = [...document.querySelectorAll(".pane")].map((node) => ({
    node, canvas: node.querySelector("canvas"), caption: node.querySelector("figcaption"), still: null,
  }));

  // --- words and numbers -------------------------------------------------------------------------------------
  const words = () => data.words[state.lang];
  const said = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const measure = () => data.measures[state.measure];
  const period = (pane) => measure().periods[pane === 1 ? state.other : state.at];
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  const names = data.units.name.map(folded);

  const write = (value, decimals) => {
    const scale = 10 ** decimals, size = Math.floor(Math.abs(value) * scale + 0.5 + 1e-9);
    const whole = Math.floor(size / scale), part = size - whole * scale;
    const [thousand, point] = state.lang === "vi" ? [".", ","] : [",", "."];
    const digits = String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, thousand);
    const text = decimals ? digits + point + String(part).padStart(decimals, "0") : digits;
    return value < 0 && size ? "-" + text : text;
  };
  const decimalsOf = (value) => value === Math.round(value) ? 0 : Math.abs(value) >= 1 ? 1 : 1 - Math.floor(Math.log10(Math.abs(value)));
  const number = (value) => write(value, decimalsOf(value));
  const amount = (value) => Math.abs(value) >= 100 ? write(value, 0) : number(value);
  const signed = (at, unit, value) => (at.sign && at.sign[unit] ? at.sign[unit] + " " : "") + number(value);
  const figure = (at, name, unit) => at[name] && at[name][unit] !== null ? at[name][unit] : null;

  // --- shapes ------------------------------------------------------------------------------------------------
  const trace = (path, ring) => {
    let x = ring[0], y = ring[1];
    path.moveTo(x, y);
    for (let i = 2; i < ring.length; i += 2) { x += ring[i]; y += ring[i + 1]; path.lineTo(x, y); }
    path.closePath();
  };
  const pathOf = (rings) => { const path = new Path2D(); rings.forEach((ring) => trace(path, ring)); return path; };
  const boxOf = (rings) => {
    let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
    for (const ring of rings) {
      let x = 0, y = 0;
      for (let i = 0; i < ring.length; i += 2) {
        x += ring[i]; y += ring[i + 1];
        left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
      }
    }
    return [left, top, right, bottom];
  };
  const shapes = data.map.units.map(pathOf), boxes = data.map.units.map(boxOf);
  const everyBorder = new Path2D();
  data.map.units.forEach((rings) => rings.forEach((ring) => trace(everyBorder, ring)));
  const outline = pathOf(data.map.outline), districtLines = pathOf(data.map.districtLines);

  const CELLS = 64, grid = new Map();
  const cellOf = (value, size) => Math.max(0, Math.min(CELLS - 1, Math.floor(value / size * CELLS)));
  boxes.forEach(([left, top, right, bottom], unit) => {
    for (let i = cellOf(left, data.map.width); i <= cellOf(right, data.map.width); i++)
      for (let j = cellOf(top, data.map.height); j <= cellOf(bottom, data.map.height); j++) {
        const key = i * CELLS + j;
        if (!grid.has(key)) grid.set(key, []);
        grid.get(key).push(unit);
      }
  });
  const probe = document.createElement("canvas").getContext("2d");
  const unitAt = (x, y) => {
    if (x < 0 || y < 0 || x > data.map.width || y > data.map.height) return -1;
    const near = grid.get(cellOf(x, data.map.width) * CELLS + cellOf(y, data.map.height)) || [];
    return near.find((unit) => probe.isPointInPath(shapes[unit], x, y)) ?? -1;
  };

  // --- painting ----------------------------------------------------------------------------------------------
  const tile = (kind, ratio) => {
    const { face, ink, pattern } = data.nothings[kind], size = Math.round(8 * ratio), node = document.createElement("canvas");
    node.width = node.height = size;
    const pen = node.getContext("2d");
    pen.fillStyle = face; pen.fillRect(0, 0, size, size);
    pen.strokeStyle = ink; pen.fillStyle = ink; pen.lineWidth = Math.max(1, ratio);
    const line = (...ends) => { pen.beginPath(); pen.moveTo(ends[0], ends[1]); pen.lineTo(ends[2], ends[3]); pen.stroke(); };
    const up = () => { line(-1, size + 1, size + 1, -1); line(-1, 1, 1, -1); line(size - 1, size + 1, size + 1, size - 1); };
    const down = () => { line(-1, -1, size + 1, size + 1); line(size - 1, -1, size + 1, 1); line(-1, size - 1, 1, size + 1); };
    if (pattern === "/" || pattern === "x") up();
    if (pattern === "\\" || pattern === "x") down();
    if (pattern === "-" || pattern === "+") line(0, size / 2, size, size / 2);
    if (pattern === "|" || pattern === "+") line(size / 2, 0, size / 2, size);
    if (pattern === ".") { pen.beginPath(); pen.arc(size / 2, size / 2, size / 7, 0, 7); pen.fill(); }
    return node;
  };
  const groups = (at) => {
    const found = new Map();
    for (let unit = 0; unit < count; unit++) {
      const key = at.kind[unit] ? "n" + at.kind[unit] : at.place[unit];
      if (!found.has(key)) found.set(key, new Path2D());
      found.get(key).addPath(shapes[unit]);
    }
    return found;
  };
  const cached = new Map();
  const groupsOf = (pane) => {
    const key = state.measure + "/" + (pane === 1 ? state.other : state.at);
    if (!cached.has(key)) {
      if (cached.size > 40) cached.clear();
      cached.set(key, groups(period(pane)));
    }
    return cached.get(key);
  };
  const paint = (pane) => {
    const { canvas } = panes[pane], ratio = Math.min(3, window.devicePixelRatio || 1) * (state.printing ? 2 : 1);
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width || !height) return;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio);
    }
    const pen = canvas.getContext("2d"), k = view.k * fit(canvas), at = period(pane);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = PAPER; pen.fillRect(0, 0, canvas.width, canvas.height);
    const [ox, oy] = offset(canvas);
    pen.setTransform(k * ratio, 0, 0, k * ratio, ox * ratio, oy * ratio);
    for (const [key, path] of groupsOf(pane)) {
      if (state.off.has(String(key))) { pen.fillStyle = "#f6f7f8"; pen.fill(path); continue; }
      if (typeof key === "number") pen.fillStyle = measure().colours[key];
      else {
        const fill = pen.createPattern(tile(data.kinds[Number(key.slice(1))], ratio), "repeat");
        fill.setTransform(new DOMMatrix([1 / (k * ratio), 0, 0, 1 / (k * ratio), 0, 0]));
        pen.fillStyle = fill;
      }
      pen.fill(path);
    }
    if (at.shared) {
      const dots = pen.createPattern(tile("apportioned", ratio), "repeat");
      dots.setTransform(new DOMMatrix([1 / (k * ratio), 0, 0, 1 / (k * ratio), 0, 0]));
      pen.fillStyle = dots;
      at.shared.forEach((share, unit) => { if (share !== null && !state.off.has(String(at.place[unit]))) pen.fill(shapes[unit]); });
    }
    const thin = Math.min(1, Math.sqrt(300 / count) * Math.max(1, view.k / 2));
    const stroke = (path, colour, weight) => { pen.strokeStyle = colour; pen.lineWidth = weight / k; pen.lineJoin = "round"; pen.stroke(path); };
    stroke(everyBorder, EDGE, 0.7 * thin);
    if (data.map.districtLines.length) { stroke(districtLines, PAPER, 2.6); stroke(districtLines, INK, 1.1); }
    stroke(outline, INK, 1.5);
    for (const unit of [state.hover, state.chosen]) if (unit >= 0) { stroke(shapes[unit], PAPER, 5); stroke(shapes[unit], INK, 2.4); }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    label(pen, k, ox, oy, width, height);
    bar(pen, k, height);
    panes[pane].still = null;
  };
  const label = (pen, k, ox, oy, width, height) => {
    const placed = [], free = (box) => !placed.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1]);
    const put = (text, x, y, font) => {
      pen.font = font;
      const half = pen.measureText(text).width / 2 + 3, box = [x - half, y - 9, x + half, y + 9];
      if (box[0] < 0 || box[1] < 0 || box[2] > width || box[3] > height || !free(box)) return;
      placed.push(box);
      pen.lineWidth = 3; pen.strokeStyle = "rgb(255 255 255 / 85%)"; pen.fillStyle = INK;
      pen.strokeText(text, x, y); pen.fillText(text, x, y);
    };
    pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineJoin = "round";
    const family = getComputedStyle(document.body).fontFamily;
    data.map.districts.forEach(({ name, x, y }) => put(name, ox + x * k, oy + y * k, "600 13px " + family));
    if (!$("names-on").checked) return;
    for (let unit = 0; unit < count && placed.length < 400; unit++) {
      const [left, top, right, bottom] = boxes[unit], wide = (right - left) * k;
      if (wide < 34) continue;
      pen.font = "11px " + family;
      if (pen.measureText(data.units.name[unit]).width < wide * 1.15)
        put(data.units.name[unit], ox + (left + right) / 2 * k, oy + (top + bottom) / 2 * k, "11px " + family);
    }
  };
  const bar = (pen, k, height) => {
    const most = 130 / k * data.map.metres, ten = 10 ** Math.floor(Math.log10(most)), metres = [5, 2, 1].find((n) => n * ten <= most) * ten;
    const long = metres / data.map.metres * k, y = height - 10, text = metres >= 1000 ? write(metres / 1000, 0) + " km" : write(metres, 0) + " m";
    pen.strokeStyle = INK; pen.fillStyle = INK; pen.lineWidth = 1.5;
    pen.beginPath(); pen.moveTo(6, y - 5); pen.lineTo(6, y); pen.lineTo(6 + long, y); pen.lineTo(6 + long, y - 5); pen.stroke();
    pen.font = "12px " + getComputedStyle(document.body).fontFamily; pen.textAlign = "left"; pen.textBaseline = "bottom";
    pen.fillText(text, 10, y - 2);
  };
  const fit = (canvas) => 0.96 * Math.min(canvas.clientWidth / data.map.width, canvas.clientHeight / data.map.height);
  const offset = (canvas) => {
    const k = view.k * fit(canvas);
    return [canvas.clientWidth / 2 - (data.map.width / 2 + view.x) * k, canvas.clientHeight / 2 - (data.map.height / 2 + view.y) * k];
  };
  let asked = 0;
  const repaint = () => { if (!asked) asked = requestAnimationFrame(() => { asked = 0; shown().forEach(paint); }); };
  const shown = () => state.compare ? [0, 1] : [0];

  // While the map is moved the last picture is moved; it is painted anew when the hand rests.
  let rest = 0, from = null;
  const moved = () => {
    if (!from) {
      from = { ...view };
      shown().forEach((pane) => {
        const still = document.createElement("canvas"), { canvas } = panes[pane];
        still.width = canvas.width; still.height = canvas.height;
        still.getContext("2d").drawImage(canvas, 0, 0);
        panes[pane].still = still;
      });
    }
    if (!asked) asked = requestAnimationFrame(() => {
      asked = 0;
      if (!from) { shown().forEach(paint); return; }
      shown().forEach((pane) => {
        const { canvas, still } = panes[pane], pen = canvas.getContext("2d"), ratio = canvas.width / canvas.clientWidth;
        if (!still) return;
        const zoom = view.k / from.k, k = view.k * fit(canvas) * ratio;
        pen.setTransform(1, 0, 0, 1, 0, 0);
        pen.fillStyle = PAPER; pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.setTransform(zoom, 0, 0, zoom, canvas.width / 2 * (1 - zoom) - (view.x - from.x) * k, canvas.height / 2 * (1 - zoom) - (view.y - from.y) * k);
        pen.drawImage(still, 0, 0);
      });
    });
    clearTimeout(rest);
    rest = setTimeout(() => { from = null; shown().forEach(paint); }, 140);
  };

  // --- what is told of a unit --------------------------------------------------------------------------------
  const add = (parent, name, text, className) => {
    const node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    if (className) node.className = className;
    parent.append(node);
    return node;
  };
  const tell = (parent, unit, pane) => {
    parent.replaceChildren();
    if (unit < 0) return;
    const at = period(pane), one = measure(), value = figure(at, "value", unit);
    add(parent, "h2", data.units.name[unit]);
    if (data.units.district[unit] >= 0) add(parent, "p", data.districts[data.units.district[unit]]);
    const said_ = at.kind[unit] ? data.nothings[data.kinds[at.kind[unit]]].label[state.lang] : one.classLabels[state.lang].length && one.states
      ? one.classLabels[state.lang][at.place[unit]] : signed(at, unit, value) + " " + one.unit[state.lang];
    add(parent, "p", at.period + ": " + said_, "value");
    const low = figure(at, "low", unit), high = figure(at, "high", unit);
    if (low !== null && high !== null) add(parent, "p", said(words().interval, { low: number(low), high: number(high) }));
    const events = figure(at, "events", unit), exposure = figure(at, "exposure", unit);
    if (events !== null && exposure !== null) add(parent, "p", said(words().counts, { events: amount(events), exposure: amount(exposure) }));
    const share = figure(at, "shared", unit);
    if (share !== null) add(parent, "p", said(words().apportioned, { share: write(share * 100, 0) }));
    const level = at.words[state.lang].level;
    if (level) add(parent, "p", level[0].toUpperCase() + level.slice(1));
    if (one.states || one.periods.length < 2) return;
    const values = one.periods.map((each) => figure(each, "value", unit)), top = Math.max(...values.map((v) => Math.abs(v ?? 0)), 1e-9);
    const bars = add(parent, "div", undefined, "bars");
    bars.setAttribute("role", "img");
    bars.setAttribute("aria-label", one.periods.map((each, i) => each.period + ": " + (values[i] === null ? words().none : signed(each, unit, values[i]))).join("; "));
    values.forEach((v, i) => {
      const bar = add(bars, "span", undefined, v === null ? "none" : one.periods[i] === at ? "now" : "");
      bar.style.height = Math.max(2, Math.abs(v ?? 0) / top * 100) + "%";
    });
    const ends = add(parent, "div", undefined, "ends");
    add(ends, "span", one.periods[0].period); add(ends, "span", one.periods.at(-1).period);
  };
  const choose = (unit, centre) => {
    state.chosen = unit;
    if (centre && unit >= 0) {
      const [left, top, right, bottom] = boxes[unit];
      view.x = (left + right) / 2 - data.map.width / 2; view.y = (top + bottom) / 2 - data.map.height / 2;
      view.k = Math.max(view.k, Math.min(12, 0.25 * Math.max(data.map.width, data.map.height) / Math.max(right - left, bottom - top)));
    }
    tell($("told"), unit, 0); repaint();
  };

  // --- controls ----------------------------------------------------------------------------------------------
  const legend = () => {
    const box = $("legend"), one = measure(), heads = box.querySelector("legend");
    box.replaceChildren(heads);
    heads.textContent = one.heading[state.lang] + (state.compare ? " · " + period(0).period : "");
    const row = (key, text, n, draw) => {
      const line = add(box, "label"), tick = add(line, "input");
      tick.type = "checkbox"; tick.checked = !state.off.has(key);
      tick.addEventListener("change", () => { tick.checked ? state.off.delete(key) : state.off.add(key); repaint(); });
      const sample = add(line, "canvas"); sample.width = 56; sample.height = 36;
      draw(sample.getContext("2d"));
      add(line, "span", said(words().legend, { label: text, n: write(n, 0), units: data.unitsWord[state.lang] }));
    };
    const at = period(0), tally = (keep) => { let n = 0; for (let u = 0; u < count; u++) if (keep(u)) n++; return n; };
    one.colours.forEach((colour, place) => row(String(place), one.classLabels[state.lang][place], tally((u) => !at.kind[u] && at.place[u] === place),
      (pen) => { pen.fillStyle = colour; pen.fillRect(0, 0, 56, 36); }));
    data.kinds.forEach((kind, i) => {
      const n = kind ? tally((u) => at.kind[u] === i) : 0;
      if (n) row("n" + i, data.nothings[kind].label[state.lang], n, (pen) => { pen.fillStyle = pen.createPattern(tile(kind, 2), "repeat"); pen.fillRect(0, 0, 56, 36); });
    });
  };
  const shares = () => {
    const at = period(0), n = at.shared ? at.shared.filter((share) => share !== null).length : 0;
    if (!n) return;
    const line = add($("legend"), "label"), sample = (add(line, "span"), add(line, "canvas")), pen = sample.getContext("2d");
    sample.width = 56; sample.height = 36;
    pen.fillStyle = pen.createPattern(tile("apportioned", 2), "repeat"); pen.fillRect(0, 0, 56, 36);
    add(line, "span", said(words().legend, { label: words().ofWhich, n: write(n, 0), units: data.unitsWord[state.lang] }));
  };
  const table = () => {
    const box = $("table"), one = measure(), at = period(0);
    if (box.hidden) return;
    const made = document.createElement("table"), head = add(add(made, "thead"), "tr"), body = add(made, "tbody");
    [words().code, words().name, one.unit[state.lang], words().interval95, words().events, words().exposure].forEach((text) => { add(head, "th", text).scope = "col"; });
    for (let unit = 0; unit < count; unit++) {
      const line = add(body, "tr"), value = figure(at, "value", unit), low = figure(at, "low", unit), high = figure(at, "high", unit);
      const text = at.kind[unit] ? data.nothings[data.kinds[at.kind[unit]]].label[state.lang] : one.states ? one.classLabels[state.lang][at.place[unit]] : signed(at, unit, value);
      [data.units.code[unit], data.units.name[unit], text, low === null || high === null ? "" : number(low) + "–" + number(high),
        ...["events", "exposure"].map((name) => { const v = figure(at, name, unit); return v === null ? "" : amount(v); })].forEach((cell) => add(line, "td", cell));
    }
    box.replaceChildren(made);
  };
  const refresh = () => {
    document.documentElement.lang = state.lang;
    document.querySelectorAll("[data-say]").forEach((node) => { node.textContent = words()[node.dataset.say]; });
    const one = measure(), at = period(0);
    $("banner").textContent = data.banner[state.lang]; $("warning").textContent = data.warning[state.lang];
    $("title").textContent = document.title = at.words[state.lang].title;
    $("subtitle").textContent = at.words[state.lang].subtitle;
    $("when").textContent = at.period;
    $("year").max = one.periods.length - 1; $("year").value = state.at;
    $("year").setAttribute("aria-valuetext", at.period);
    [["play", state.playing ? "stop" : "play"], ["whole", "whole"], ["as-table", "table"], ["print", "print"]].forEach(([id, key]) => { $(id).textContent = words()[key]; });
    $("language").textContent = data.words[state.lang === "vi" ? "en" : "vi"].language;
    $("play").setAttribute("aria-pressed", String(Boolean(state.playing)));
    $("measure").replaceChildren(...data.measures.map((each, i) => new Option(each.label[state.lang], i, false, i === state.measure)));
    $("other").replaceChildren(...one.periods.map((each, i) => new Option(each.period, i, false, i === state.other)));
    $("other-label").hidden = panes[1].node.hidden = !state.compare;
    const notes = [...new Set([...at.words[state.lang].notes, ...(state.compare ? period(1).words[state.lang].notes : [])])];
    $("notes").replaceChildren(); notes.forEach((text) => add($("notes"), "p", text));
    panes.forEach(({ caption, canvas }, pane) => {
      const level = period(pane).words[state.lang].level;
      caption.textContent = state.compare ? period(pane).period + (level ? " · " + level : "") : "";
      canvas.setAttribute("aria-label", period(pane).words[state.lang].title + ". " + words().seeTable);
    });
    legend(); shares(); table(); tell($("told"), state.chosen, 0); repaint();
  };
  const turn = (at) => { state.at = Math.max(0, Math.min(measure().periods.length - 1, at)); refresh(); };
  const play = () => {
    clearInterval(state.playing);
    state.playing = state.playing ? 0 : setInterval(() => turn((state.at + 1) % measure().periods.length), 1100);
    refresh();
  };
  $("measure").addEventListener("change", (event) => {
    const before = period(0).period, beside = period(1).period;
    state.measure = Number(event.target.value); state.off.clear();
    const find = (wanted) => measure().periods.findIndex((each) => each.period === wanted);
    state.at = find(before) >= 0 ? find(before) : measure().periods.length - 1;
    state.other = find(beside) >= 0 ? find(beside) : Math.max(0, state.at - 1);
    refresh();
  });
  $("year").addEventListener("input", (event) => turn(Number(event.target.value)));
  $("other").addEventListener("change", (event) => { state.other = Number(event.target.value); refresh(); });
  $("compare").addEventListener("change", (event) => { state.compare = event.target.checked; refresh(); });
  $("names-on").addEventListener("change", repaint);
  $("play").addEventListener("click", play);
  $("whole").addEventListener("click", () => { view.k = 1; view.x = view.y = 0; repaint(); });
  $("as-table").addEventListener("click", (event) => {
    const open = $("table").hidden;
    $("table").hidden = !open; $("panes").hidden = open;
    event.target.setAttribute("aria-pressed", String(open));
    refresh();
  });
  $("print").addEventListener("click", () => window.print());
  $("language").addEventListener("click", () => { state.lang = state.lang === "vi" ? "en" : "vi"; refresh(); });
  window.addEventListener("beforeprint", () => { state.printing = true; shown().forEach(paint); });
  window.addEventListener("afterprint", () => { state.printing = false; repaint(); });
  window.addEventListener("resize", repaint);

  const matches = (text) => {
    const wanted = folded(text.trim());
    if (!wanted) return [];
    const full = (unit) => names[unit] === wanted || folded(listed[unit]) === wanted || data.units.code[unit] === text.trim();
    const all = [...Array(count).keys()];
    const exact = all.filter(full);
    return exact.length ? exact : all.filter((unit) => names[unit].includes(wanted)).slice(0, 40);
  };
  const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i && count < 3000));
  const listed = data.units.name.map((name, unit) => {
    const place = data.units.district[unit] >= 0 ? data.districts[data.units.district[unit]] : data.units.code[unit];
    return twice.has(names[unit]) || count >= 3000 ? name + " (" + place + ")" : name;
  });
  const suggest = () => $("names").replaceChildren(...matches($("search").value).map((unit) => new Option(listed[unit])));
  $("search").addEventListener("input", (event) => {
    suggest();
    const found = matches(event.target.value);
    if (found.length === 1) choose(found[0], true);
  });
  $("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") { const found = matches(event.target.value); choose(found.length ? found[0] : -1, true); }
  });

  panes.forEach(({ canvas }, pane) => {
    let held = null;
    const ground = (event) => {
      const box = canvas.getBoundingClientRect(), k = view.k * fit(canvas), [ox, oy] = offset(canvas);
      return [(event.clientX - box.left - ox) / k, (event.clientY - box.top - oy) / k];
    };
    canvas.addEventListener("pointerdown", (event) => { held = { x: event.clientX, y: event.clientY, far: 0 }; canvas.setPointerCapture(event.pointerId); });
    canvas.addEventListener("pointermove", (event) => {
      if (held) {
        const k = view.k * fit(canvas), dx = event.clientX - held.x, dy = event.clientY - held.y;
        held.far += Math.abs(dx) + Math.abs(dy); held.x = event.clientX; held.y = event.clientY;
        if (held.far > 3) { canvas.classList.add("dragged"); $("tip").hidden = true; view.x -= dx / k; view.y -= dy / k; moved(); }
        return;
      }
      const unit = unitAt(...ground(event)), tip = $("tip");
      if (unit !== state.hover) { state.hover = unit; tell(tip, unit, pane); repaint(); }
      tip.hidden = unit < 0;
      const right = event.clientX + 316 > window.innerWidth, low = event.clientY + tip.offsetHeight + 20 > window.innerHeight;
      tip.style.left = (right ? event.clientX - tip.offsetWidth - 14 : event.clientX + 14) + "px";
      tip.style.top = (low ? event.clientY - tip.offsetHeight - 10 : event.clientY + 14) + "px";
    });
    const release = (event) => {
      if (held && held.far <= 3 && event.type === "pointerup") choose(unitAt(...ground(event)), false);
      held = null; canvas.classList.remove("dragged");
    };
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", release);
    canvas.addEventListener("pointerleave", () => { $("tip").hidden = true; if (state.hover >= 0) { state.hover = -1; repaint(); } });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const [x, y] = ground(event), before = view.k;
      view.k = Math.max(0.8, Math.min(60, view.k * Math.exp(-event.deltaY * 0.0015)));
      const share = 1 - before / view.k;
      view.x += (x - data.map.width / 2 - view.x) * share; view.y += (y - data.map.height / 2 - view.y) * share;
      moved();
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const step = 40 / (view.k * fit(canvas)), act = {
        ArrowLeft: () => { view.x -= step; }, ArrowRight: () => { view.x += step; }, ArrowUp: () => { view.y -= step; }, ArrowDown: () => { view.y += step; },
        "+": () => { view.k = Math.min(60, view.k * 1.3); }, "=": () => { view.k = Math.min(60, view.k * 1.3); }, "-": () => { view.k = Math.max(0.8, view.k / 1.3); },
        Home: () => { view.k = 1; view.x = view.y = 0; },
      }[event.key];
      if (act) { act(); event.preventDefault(); repaint(); }
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = ["search", "text"].includes(event.target.type) || event.target.tagName === "SELECT";
    if (event.key === "Escape") { choose(-1, false); $("tip").hidden = true; }
    if (typing) return;
    if (event.key === "/") { event.preventDefault(); $("search").focus(); }
    if (event.key === "[" || event.key === ",") turn(state.at - 1);
    if (event.key === "]" || event.key === ".") turn(state.at + 1);
    if (event.key === " " && event.target === document.body) { event.preventDefault(); play(); }
  });

  state.at = measure().periods.findIndex((each) => each.period === data.period);
  if (state.at < 0) state.at = measure().periods.length - 1;
  state.other = Math.max(0, state.at - 1);
  refresh();
})();
