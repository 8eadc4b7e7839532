// The explorer in the browser: it draws what Python says, and says what the reader moves. It computes nothing.

const SVG = "http://www.w3.org/2000/svg";
// The map's own measure; the picture is scaled to the room there is.
const MAP = { width: 420, height: 320, left: 46, right: 12, top: 12, bottom: 40 };
const COLOURS = 8;
// How long to wait for the next movement before Python is told, in milliseconds.
const PAUSE = 25;

let number = 0;

function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The number that a text such as "7/2" stands for; NaN if none. */
function valueOf(text) {
  const parts = String(text).trim().split("/");
  if (parts.length > 2 || parts.some((part) => part.trim() === "")) return NaN;
  return parts.length === 2 ? Number(parts[0]) / Number(parts[1]) : Number(parts[0]);
}

/** The nearest value that a slider has, as a short decimal. */
function onGrid(slider, value) {
  const steps = Math.round((value - slider.first) / slider.step);
  const inside = Math.min(Math.max(slider.first + steps * slider.step, slider.first), slider.last);
  return String(Number(inside.toFixed(8)));
}

/** Collects changes and passes them on together. */
function afterPause(act) {
  let timer = null;
  return () => {
    if (timer === null) {
      timer = setTimeout(() => {
        timer = null;
        act();
      }, PAUSE);
    }
  };
}

/** One row: the name and meaning of a parameter, its slider, and a box for exact values. */
function parameterRow(slider, id, move) {
  const name = `${slider.symbol}: ${slider.meaning || "a parameter"}`;
  const label = make("label", { for: `${id}-box`, title: slider.range }, make("b", {}, slider.symbol), " ", slider.meaning);
  const { first: min, last: max, step } = slider;
  const range = make("input", { type: "range", min, max, step, "aria-label": name, "data-symbol": slider.symbol });
  const box = make("input", { type: "text", id: `${id}-box`, inputmode: "decimal", "aria-label": `${name}, exact value` });
  range.addEventListener("input", () => {
    box.value = onGrid(slider, Number(range.value));
    move({ [slider.symbol]: box.value });
  });
  // What is being typed is sent as soon as it is a number, and not overwritten by the answer.
  let typing = false;
  const take = () => move({ [slider.symbol]: box.value.trim() });
  box.addEventListener("input", () => {
    typing = true;
    if (!Number.isNaN(valueOf(box.value))) take();
  });
  box.addEventListener("change", take);
  box.addEventListener("blur", () => (typing = false));
  const show = (text) => {
    range.value = valueOf(text);
    range.setAttribute("aria-valuetext", text);
    if (!typing) box.value = text;
    const wrong = Number.isNaN(valueOf(text));
    box.setAttribute("aria-invalid", String(wrong));
  };
  return { element: make("div", { class: "fdx-row" }, label, range, box), show };
}

/** Round marks for an axis, about five. */
function marks(low, high) {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((head) => head * power).find((size) => size >= rough) || rough;
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9) * step; at <= high + step * 1e-6; at += step) {
    found.push(Number(at.toFixed(8)));
  }
  return found;
}

function scales(x, y) {
  const inner = { width: MAP.width - MAP.left - MAP.right, height: MAP.height - MAP.top - MAP.bottom };
  const part = (slider, value) => (value - slider.low) / (slider.high - slider.low);
  return {
    across: (value) => MAP.left + part(x, value) * inner.width,
    up: (value) => MAP.top + (1 - part(y, value)) * inner.height,
    backX: (place) => x.low + ((place - MAP.left) / inner.width) * (x.high - x.low),
    backY: (place) => y.low + (1 - (place - MAP.top) / inner.height) * (y.high - y.low),
  };
}

/** The map: areas, axes, and a point that follows the pointer and the arrow keys. */
class RegimeMap {
  constructor(setup, move) {
    this.sliders = Object.fromEntries(setup.sliders.map((slider) => [slider.symbol, slider]));
    this.move = move;
    this.colours = new Map();
    this.areas = draw("g");
    this.frame = draw("g", { class: "fdx-frame", "aria-hidden": "true" });
    this.point = draw("g", { class: "fdx-point" });
    this.svg = draw(
      "svg",
      { viewBox: `0 0 ${MAP.width} ${MAP.height}`, class: "fdx-map", tabindex: "0", role: "application" },
      this.areas,
      this.frame,
      this.point,
    );
    this.legend = make("ol", { class: "fdx-legend" });
    this.message = make("p", { class: "fdx-soft" });
    this.element = make("div", {}, this.svg, this.message, this.legend);
    this.listen();
  }

  listen() {
    this.svg.addEventListener("pointerdown", (event) => {
      if (!this.scale || event.button !== 0) return;
      this.svg.setPointerCapture(event.pointerId);
      this.svg.focus({ preventScroll: true });
      this.follow(event);
      event.preventDefault();
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (this.svg.hasPointerCapture(event.pointerId)) this.follow(event);
    });
    this.svg.addEventListener("keydown", (event) => this.key(event));
  }

  follow(event) {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    this.move({
      [this.x.symbol]: onGrid(this.x, this.scale.backX(place.x)),
      [this.y.symbol]: onGrid(this.y, this.scale.backY(place.y)),
    });
  }

  key(event) {
    const steps = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowDown: ["y", -1], ArrowUp: ["y", 1] };
    if (!this.scale || !(event.key in steps)) return;
    const [axis, sign] = steps[event.key];
    const slider = this[axis];
    const size = slider.step * (event.shiftKey ? 10 : 1);
    this.move({ [slider.symbol]: onGrid(slider, valueOf(this.values[slider.symbol]) + sign * size) });
    event.preventDefault();
    event.stopPropagation();
  }

  /** A regime keeps its colour while the sliders move. */
  colour(name) {
    if (!this.colours.has(name)) this.colours.set(name, this.colours.size % COLOURS);
    return `fdx-c${this.colours.get(name)}`;
  }

  drawMap(map) {
    this.map = map;
    this.x = this.sliders[map.x];
    this.y = this.sliders[map.y];
    this.scale = this.x && this.y ? scales(this.x, this.y) : null;
    this.svg.toggleAttribute("hidden", !this.scale || !map.areas.length);
    this.message.textContent = this.remark(map);
    this.areas.replaceChildren();
    this.frame.replaceChildren();
    if (!this.scale) return;
    map.areas.forEach((area, index) => this.areas.append(this.area(area, index)));
    this.drawFrame();
  }

  remark(map) {
    if (map.error) return `No map: ${map.error}`;
    if (!this.scale) return "A map needs two parameters.";
    return map.complete ? "" : "The map may lack equilibria: the search was not completed.";
  }

  area(area, index) {
    const corner = ([x, y]) => `${this.scale.across(x).toFixed(2)} ${this.scale.up(y).toFixed(2)}`;
    const shape = area.outlines.map((outline) => `M${outline.map(corner).join("L")}Z`).join("");
    const places = area.centres.map(([x, y]) => ({ x: this.scale.across(x), y: this.scale.up(y) + 5 }));
    const numbers = places.map((place) => draw("text", { ...place, class: "fdx-number" }, String(index + 1)));
    return draw("g", { class: this.colour(area.name) }, draw("title", {}, area.name), draw("path", { d: shape }), ...numbers);
  }

  drawFrame() {
    const [left, right] = [this.scale.across(this.x.low), this.scale.across(this.x.high)];
    const [bottom, top] = [this.scale.up(this.y.low), this.scale.up(this.y.high)];
    this.frame.append(draw("path", { d: `M${left} ${top}V${bottom}H${right}` }));
    for (const mark of marks(this.x.low, this.x.high)) {
      const at = this.scale.across(mark);
      this.frame.append(draw("path", { d: `M${at} ${bottom}v5` }));
      this.frame.append(draw("text", { x: at, y: bottom + 18, "text-anchor": "middle" }, String(mark)));
    }
    for (const mark of marks(this.y.low, this.y.high)) {
      const at = this.scale.up(mark);
      this.frame.append(draw("path", { d: `M${left} ${at}h-5` }));
      this.frame.append(draw("text", { x: left - 8, y: at + 4, "text-anchor": "end" }, String(mark)));
    }
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    this.frame.append(draw("text", { x: middle.x, y: bottom + 35, class: "fdx-axis" }, this.x.symbol));
    const turned = `translate(12 ${middle.y}) rotate(-90)`;
    this.frame.append(draw("text", { transform: turned, class: "fdx-axis" }, this.y.symbol));
  }

  drawPoint(values, here) {
    this.values = values;
    this.point.replaceChildren();
    if (!this.scale) return;
    const [x, y] = [valueOf(values[this.x.symbol]), valueOf(values[this.y.symbol])];
    const seen = x >= this.x.low && x <= this.x.high && y >= this.y.low && y <= this.y.high;
    const where = `${this.x.symbol} = ${values[this.x.symbol]}, ${this.y.symbol} = ${values[this.y.symbol]}`;
    this.svg.setAttribute("aria-label", `Map of regimes. The point is at ${where}: ${here || "on a border"}. Arrow keys move it.`);
    if (seen) {
      const [across, up] = [this.scale.across(x), this.scale.up(y)];
      const [left, bottom] = [this.scale.across(this.x.low), this.scale.up(this.y.low)];
      this.point.append(
        draw("path", { d: `M${left} ${up}H${across}V${bottom}` }),
        draw("circle", { cx: across, cy: up, r: 7 }),
      );
    }
    this.drawLegend(here);
  }

  drawLegend(here) {
    const entries = this.map.areas.map((area) => {
      const current = area.name === here;
      return make(
        "li",
        { class: current ? "fdx-here" : null, "aria-current": current ? "true" : null },
        make("span", { class: `fdx-key ${this.colour(area.name)}`, "aria-hidden": "true" }),
        area.name,
      );
    });
    this.legend.replaceChildren(...entries);
  }
}

/** A list to choose from. */
function chooser(label, names, act) {
  const select = make("select", { "aria-label": label });
  names.forEach((name, index) => select.append(make("option", { value: index }, name)));
  select.addEventListener("change", () => act(Number(select.value)));
  return select;
}

/** The two parameters of the map; choosing the other axis's parameter swaps the two. */
function axisChoosers(model, symbols) {
  const choose = (which) => (index) => {
    const axes = [...model.get("axes")];
    if (axes[1 - which] === symbols[index]) axes[1 - which] = axes[which];
    axes[which] = symbols[index];
    model.set("axes", axes);
    model.save_changes();
  };
  const selects = [chooser("Horizontal axis of the map", symbols, choose(0)), chooser("Vertical axis of the map", symbols, choose(1))];
  const show = () => model.get("axes").forEach((symbol, which) => (selects[which].value = symbols.indexOf(symbol)));
  const element = make("p", { class: "fdx-choices" }, "Map of ", selects[0], " and ", selects[1]);
  return { element, show };
}

/** What it would take, with buttons that try it. */
function leverList(levers, move) {
  if (levers.error) return [make("p", { class: "fdx-soft" }, levers.error)];
  const parts = [make("p", {}, levers.headline)];
  const items = levers.ways.map((way) => {
    const go = make("button", { type: "button", "aria-label": `Set ${way.symbol} to ${way.value}` }, `try ${way.value}`);
    go.addEventListener("click", () => move({ [way.symbol]: way.value }));
    return make("li", {}, make("b", {}, way.symbol), ` ${way.text} `, go);
  });
  if (items.length) parts.push(make("ul", {}, ...items));
  if (!levers.holds && !items.length) parts.push(make("p", { class: "fdx-soft" }, "No parameter can do it alone."));
  if (levers.together) parts.push(make("p", {}, levers.together));
  if (levers.keeps.length) parts.push(make("p", { class: "fdx-soft" }, `It lasts, one at a time, while ${levers.keeps.join("; ")}.`));
  [...levers.notes, ...levers.narrow].forEach((note) => parts.push(make("p", { class: "fdx-soft" }, note)));
  return parts;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", { class: "fdx-offscreen" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** The buttons below, and the Python that they copy. */
function footer(model, reset) {
  const code = make("pre", { class: "fdx-code", tabindex: "0", "aria-label": "Python that reproduces this state" });
  const said = make("span", { role: "status", class: "fdx-soft" });
  const button = make("button", { type: "button", class: "fdx-copy" }, "Copy Python");
  button.addEventListener("click", async () => {
    const done = await copy(model.get("account").code);
    said.textContent = done ? "Copied." : "The browser did not allow it; the code is below.";
    setTimeout(() => (said.textContent = ""), 3000);
  });
  const back = make("button", { type: "button", class: "fdx-reset" }, "Back to the base");
  back.addEventListener("click", reset);
  const shown = make("details", {}, make("summary", {}, "Show the Python"), code);
  return { element: make("footer", {}, button, back, said, shown), show: (text) => (code.textContent = text) };
}

/** The outcome in one line, a choice among equilibria if there are several, tree or table, and story. */
class Story {
  constructor(model, concept) {
    this.concept = concept;
    this.error = make("p", { class: "fdx-error", role: "alert", hidden: "" });
    this.outcome = make("p", { class: "fdx-outcome", "aria-live": "polite" });
    this.choice = make("p", { class: "fdx-choices", hidden: "" });
    this.picture = make("div", { class: "fdx-picture", tabindex: "0", role: "group", "aria-label": "The game" });
    this.told = make("div", { class: "fdx-story" });
    this.choose = (index) => {
      model.set("shown", index);
      model.save_changes();
    };
  }

  show(account) {
    this.error.toggleAttribute("hidden", !account.error);
    this.error.textContent = account.error ? `${account.error}. What is shown is the last state that was admissible.` : "";
    if (account.outcome === undefined) return;
    const payoffs = Object.entries(account.payoffs).map(([player, value]) => `${player} ${value}`);
    this.outcome.replaceChildren(make("b", {}, account.outcome), make("span", { class: "fdx-soft" }, payoffs.join(" · ")));
    this.showChoice(account);
    this.picture.innerHTML = account.picture;
    this.told.replaceChildren(...account.story.map((line) => make("p", {}, line)));
  }

  showChoice(account) {
    const count = account.equilibria.length;
    this.choice.toggleAttribute("hidden", count < 2);
    const names = account.equilibria.map((name, index) => `${index + 1}: ${name}`);
    const select = chooser("Equilibrium shown", names, this.choose);
    select.value = account.shown;
    this.choice.replaceChildren(`${count} ${this.concept} equilibria; shown: `, select);
  }
}

function render({ model, el }) {
  const setup = model.get("setup");
  const id = `fdx-${(number += 1)}`;
  const send = afterPause(() => model.save_changes());
  const move = (changes) => {
    model.set("values", { ...model.get("values"), ...changes });
    showValues();
    send();
  };
  const reset = () => move(Object.fromEntries(setup.sliders.map((slider) => [slider.symbol, slider.base])));

  const rows = setup.sliders.map((slider, index) => parameterRow(slider, `${id}-${index}`, move));
  const story = new Story(model, setup.concept);
  const map = new RegimeMap(setup, move);
  const symbols = setup.sliders.map((slider) => slider.symbol);
  const axes = axisChoosers(model, symbols);
  const goalNames = setup.goals.map((goal) => goal.join(": "));
  const goals = chooser("What should be brought about", goalNames, (index) => {
    model.set("goal", setup.goals[index]);
    model.save_changes();
  });
  const levers = make("div", { class: "fdx-levers", "aria-live": "polite" });
  const end = footer(model, reset);

  const heading = (text) => make("h4", {}, text);
  const parameters = make("fieldset", { class: "fdx-parameters" }, make("legend", {}, "Parameters"), ...rows.map((row) => row.element));
  const mapPart = make("div", {}, heading("Regimes"), axes.element, map.element);
  const wordPart = make("div", {}, heading("The story"), story.told, heading("What would it take?"), make("p", { class: "fdx-choices" }, goals), levers);
  const bottom = make("div", { class: "fdx-bottom" }, mapPart, wordPart);
  const main = make("div", { class: "fdx-main" }, story.error, story.outcome, story.choice, story.picture, bottom);
  const top = make("div", { class: "fdx-top" }, parameters, main);
  const note = setup.note ? [make("p", { class: "fdx-soft" }, setup.note)] : [];
  // JupyterLab keeps its shortcuts to itself while the reader is in here.
  const own = { class: "fdx", "aria-label": `Explorer: ${setup.title}`, "data-lm-suppress-shortcuts": "true" };
  const root = make("section", own, make("h3", {}, setup.title), ...note, top, end.element);

  function showValues() {
    const values = model.get("values");
    setup.sliders.forEach((slider, index) => rows[index].show(values[slider.symbol]));
    map.drawPoint(values, model.get("account").here);
  }

  function showAccount() {
    const account = model.get("account");
    story.show(account);
    root.classList.toggle("fdx-stale", Boolean(account.error));
    if (account.levers) levers.replaceChildren(...leverList(account.levers, move));
    goals.value = goalNames.indexOf(model.get("goal").join(": "));
    end.show(account.code || "");
    showValues();
  }

  function showMap() {
    axes.show();
    map.drawMap(model.get("map"));
    showValues();
  }

  const listeners = { "change:values": showValues, "change:account": showAccount, "change:map": showMap, "change:goal": showAccount };
  Object.entries(listeners).forEach(([event, act]) => model.on(event, act));
  showMap();
  showAccount();
  el.append(root);
  return () => Object.entries(listeners).forEach(([event, act]) => model.off(event, act));
}

export default { render };
