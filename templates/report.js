"use strict";
/* Adds to a page that is complete without it: filters for gaps, links to copy, reasons opened all at once, printing.
   Whatever it writes it writes as text, never as markup; it loads, sends and keeps nothing. */
(function () {
  const say = {
    all: "All",
    theme: "Theme",
    about: "Body or part",
    force: "Force",
    verdict: "Verdict",
    filter: "Show only some gaps",
    reset: "Show all gaps",
    shown: (some, all) => some + " of " + all + " gaps shown.",
    others: (title, some, all) => title + ": " + some + " of " + all + " shown.",
    chosen: (parts) => " Chosen: " + parts.join("; ") + ".",
    none: "Nothing here fits what you chose.",
    tools: "What you can do with this page",
    open: "Open all reasons",
    close: "Close all reasons",
    opened: "All reasons are open.",
    closed: "All reasons are closed.",
    print: "Print what is shown",
    copy: "Copy link",
    copyTo: (title) => " to: " + title,
    copied: "Link copied",
    link: "Link to this finding",
    byHand: "The link is selected. Copy it with Control and C, or with Command and C.",
  };
  const main = document.getElementById("main");
  const every = (choice, within) => Array.from((within || main).querySelectorAll(choice));

  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
    made.append(...children);
    return made;
  }

  function button(text, act) {
    const made = make("button", { type: "button" }, text);
    made.addEventListener("click", () => act(made));
    return made;
  }

  document.documentElement.classList.add("scripted");
  const told = make("p", { role: "status", class: "of" });
  main.append(told);

  /* Links to copy */

  function linkTo(id, title, place) {
    const copy = button(say.copy, () => {
      const address = location.href.split("#")[0] + "#" + id;
      every(".copied").forEach((one) => one.remove());
      const done = () => {
        copy.after(make("span", { class: "copied", "aria-hidden": "true" }, say.copied));
        told.textContent = say.copied + say.copyTo(title);
      };
      const byHand = () => {
        const field = make("input", { class: "copied", readonly: "", "aria-label": say.link, value: address });
        copy.after(field);
        field.focus();
        field.select();
        told.textContent = say.byHand;
      };
      if (navigator.clipboard) navigator.clipboard.writeText(address).then(done, byHand);
      else byHand();
    });
    copy.className = "copy";
    copy.append(make("span", { class: "of" }, say.copyTo(title)));
    place.append(" ", copy);
  }

  const text = (part) => part.textContent.trim().replace(/\s+/g, " ");
  const gaps = every("article.gap");
  for (const gap of gaps) {
    const about = gap.querySelector(".body");
    const title = gap.querySelector("h3, h4");
    linkTo(gap.id, text(title) + " (" + text(about) + ")", gap.querySelector(".small"));
  }
  for (const row of every(".findings tr[id]")) linkTo(row.id, text(row.cells[0]), row.cells[0]);

  /* Filters */

  const sections = every("section").filter((one) => one.querySelector("article.gap"));
  const bodies = new Map(gaps.map((gap) => [gap, every(".body", gap).map(text)]));
  const choices = {
    theme: { of: (gap) => [gap.dataset.theme] },
    about: { of: (gap) => bodies.get(gap), sorted: true },
    force: { of: (gap) => [gap.dataset.force] },
  };
  const verdicts = new Map();
  const form = make("form", { class: "filter", "aria-label": say.filter });
  const count = make("p", { role: "status", class: "shown" });

  function build() {
    const fields = make("div", { class: "fields" });
    for (const name of Object.keys(choices)) {
      const values = Array.from(new Set(gaps.flatMap(choices[name].of)));
      if (choices[name].sorted) values.sort((one, other) => one.localeCompare(other, "en"));
      const select = make("select", { id: "filter-" + name }, make("option", { value: "" }, say.all));
      for (const value of values) select.append(make("option", { value: value }, value));
      select.addEventListener("change", changed);
      choices[name].select = select;
      fields.append(make("div", {}, make("label", { for: select.id }, say[name]), select));
    }
    const boxes = make("fieldset", {}, make("legend", {}, say.verdict));
    for (const value of new Set(gaps.map((gap) => gap.dataset.verdict))) {
      const box = make("input", { type: "checkbox", id: "filter-verdict-" + verdicts.size, value: value });
      box.checked = true;
      box.addEventListener("change", changed);
      verdicts.set(value, box);
      boxes.append(make("div", {}, box, make("label", { for: box.id }, value)));
    }
    const reset = button(say.reset, () => {
      clear();
      changed();
    });
    form.append(fields, boxes, reset);
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const section of sections) {
      section.append(make("p", { class: "none", hidden: "" }, say.none));
    }
    sections[0].querySelector("article.gap").before(form, count);
  }

  function clear() {
    for (const name of Object.keys(choices)) choices[name].select.value = "";
    for (const box of verdicts.values()) box.checked = true;
  }

  function fits(gap) {
    return (
      verdicts.get(gap.dataset.verdict).checked &&
      Object.values(choices).every((one) => !one.select.value || one.of(gap).includes(one.select.value))
    );
  }

  /* What is chosen, as it stands in the fragment of the address: nothing where all is shown. */
  function state() {
    const chosen = new URLSearchParams();
    for (const name of Object.keys(choices)) {
      if (choices[name].select.value) chosen.append(name, choices[name].select.value);
    }
    const ticked = Array.from(verdicts.keys()).filter((value) => verdicts.get(value).checked);
    if (ticked.length < verdicts.size) {
      if (!ticked.length) chosen.append("verdict", "");
      for (const value of ticked) chosen.append("verdict", value);
    }
    return chosen;
  }

  function show() {
    const said = [];
    for (const section of sections) {
      const own = every("article.gap", section);
      let shown = 0;
      for (const gap of own) {
        gap.hidden = !fits(gap);
        if (!gap.hidden) shown += 1;
      }
      section.querySelector(".none").hidden = shown > 0;
      const title = text(section.querySelector("h2"));
      said.push(section.className === "of-gaps" ? say.shown(shown, own.length) : say.others(title, shown, own.length));
    }
    const chosen = Array.from(state(), ([name, value]) => say[name] + ": " + (value || "none"));
    count.textContent = said.join(" ") + (chosen.length ? say.chosen(chosen) : "");
  }

  function changed() {
    show();
    const chosen = state().toString();
    try {
      history.replaceState(null, "", chosen ? "#show?" + chosen : "#gaps");
    } catch (refused) {
      /* Some browsers refuse this for a file; then the filter works and the address stays as it is. */
    }
  }

  function follow() {
    const fragment = location.hash;
    if (fragment.startsWith("#show?")) {
      const chosen = new URLSearchParams(fragment.slice("#show?".length));
      clear();
      for (const name of Object.keys(choices)) {
        const select = choices[name].select;
        select.value = chosen.get(name) || "";
        if (select.selectedIndex < 0) select.value = "";
      }
      if (chosen.has("verdict")) {
        for (const [value, box] of verdicts) box.checked = chosen.getAll("verdict").includes(value);
      }
      show();
      document.getElementById(sections[0].getAttribute("aria-labelledby")).scrollIntoView();
    } else if (fragment) {
      /* A link to a gap that is filtered out shows all again: a link never leads nowhere. */
      const aim = document.getElementById(fragment.slice(1));
      const gap = aim && aim.closest("article.gap");
      if (gap && gap.hidden) {
        clear();
        show();
        aim.scrollIntoView();
      }
    }
  }

  if (gaps.length) {
    build();
    show();
    follow();
    window.addEventListener("hashchange", follow);
  }

  /* For the whole page */

  const reasons = every("details.reasons");
  const tools = make("div", { class: "tools", role: "group", "aria-label": say.tools });
  function fold(open) {
    for (const one of reasons) one.open = open;
    told.textContent = open ? say.opened : say.closed;
  }
  if (reasons.length) {
    tools.append(button(say.open, () => fold(true)), button(say.close, () => fold(false)));
  }
  tools.append(button(say.print, () => window.print()));
  main.querySelector("nav").after(tools);
})();
