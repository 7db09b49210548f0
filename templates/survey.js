"use strict";
/* Adds to a page that is complete without it: the heat map sorts by a column and shows only some areas.
   Whatever it writes it writes as text, never as markup; it loads, sends and keeps nothing. */
(function () {
  const say = {
    filter: "Show only some areas",
    name: "Name of the area",
    type: "Type of area",
    theme: "Theme",
    level: "Position",
    all: "All",
    reset: "Show all areas",
    shown: (some, all) => some + " of " + all + " areas shown.",
    sorted: (by, worst) => " Sorted by " + by + (worst ? ", worst first." : "."),
  };
  const heat = document.querySelector("table.heat");
  if (!heat) return;
  const body = heat.tBodies[0];
  const heads = Array.from(heat.tHead.rows[0].cells);
  const titles = heads.map((head) => head.textContent);
  const rows = Array.from(body.rows);
  const first = 2;

  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
    made.append(...children);
    return made;
  }
  const word = (cell) => cell.firstChild.textContent.trim();
  const name = (row) => word(row.cells[0]);

  document.documentElement.classList.add("scripted");
  const form = make("form", { class: "filter", "aria-label": say.filter });
  const fields = make("div", { class: "fields" });
  const told = make("p", { role: "status", class: "shown" });
  let order = "";

  function field(id, label, control) {
    control.id = "filter-" + id;
    fields.append(make("div", {}, make("label", { for: control.id }, label), control));
    control.addEventListener(control.tagName === "SELECT" ? "change" : "input", show);
    return control;
  }
  function select(values, all) {
    const made = make("select", {});
    if (all) made.append(make("option", { value: "" }, say.all));
    for (const [value, text] of values) made.append(make("option", { value: value }, text));
    return made;
  }
  const distinct = (values) => Array.from(new Set(values)).map((value) => [value, value]);
  const wanted = field("name", say.name, make("input", { type: "search", autocomplete: "off" }));
  const type = field("type", say.type, select(distinct(rows.map((row) => word(row.cells[1]))).sort(), true));
  const theme = field("theme", say.theme, select(titles.slice(first).map((title, at) => [at + first, title]), false));
  const ranks = new Map();
  for (const row of rows) for (const cell of Array.from(row.cells).slice(first)) ranks.set(cell.dataset.rank, word(cell));
  const level = field("level", say.level, select(Array.from(ranks).sort((one, other) => one[0] - other[0]), true));
  const reset = make("button", { type: "button" }, say.reset);
  reset.addEventListener("click", () => {
    wanted.value = type.value = level.value = "";
    show();
  });
  form.append(fields, reset);
  form.addEventListener("submit", (event) => event.preventDefault());

  function show() {
    const text = wanted.value.trim().toLowerCase();
    let some = 0;
    for (const row of rows) {
      row.hidden =
        !(name(row).toLowerCase().includes(text)) ||
        (type.value !== "" && word(row.cells[1]) !== type.value) ||
        (level.value !== "" && row.cells[theme.value].dataset.rank !== level.value);
      if (!row.hidden) some += 1;
    }
    told.textContent = say.shown(some, rows.length) + order;
  }

  heads.forEach((head, at) => {
    const button = make("button", { type: "button" }, titles[at]);
    head.textContent = "";
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const by =
        at < first
          ? (one, other) => word(one.cells[at]).localeCompare(word(other.cells[at]), "en", { numeric: true })
          : (one, other) => one.cells[at].dataset.rank - other.cells[at].dataset.rank;
      const sorted = rows.slice().sort(down ? (one, other) => by(other, one) : by);
      body.append(...sorted);
      order = say.sorted(titles[at], at >= first && !down);
      show();
    });
  });

  heat.parentNode.before(form, told);
  show();
})();
