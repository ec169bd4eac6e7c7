// Opens the row that a link leads to, sorts and filters. Without it the page shows all the same.
"use strict";
(() => {
  const collator = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
  const make = (name, label, ...children) => {
    const element = document.createElement(name);
    if (label) element.setAttribute("aria-label", label);
    element.append(...children);
    return element;
  };

  const reveal = () => {
    const row = document.getElementById(location.hash.slice(1));
    if (!row || row.tagName !== "DETAILS") return;
    row.hidden = false;
    row.open = true;
    row.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) reveal();  // the place doesn't change: no other event
  });

  // Shows the rows whose text has all the words and, if one is chosen, whose verdict is that.
  const addFilter = (place, rows, textOf, verdictOf) => {
    const texts = rows.map(row => textOf(row).toLowerCase());
    const words = make("input", "Filter");
    words.type = "search";
    words.placeholder = "Filter";
    const verdicts = make("select", "Verdict", new Option("all verdicts", ""));
    const count = make("span");
    count.className = "soft";
    const filter = () => {
      const wanted = words.value.toLowerCase().split(/\s+/);
      let shown = 0;
      rows.forEach((row, i) => {
        const verdict = !verdicts.value || verdictOf(row) === verdicts.value;
        row.hidden = !verdict || !wanted.every(word => texts[i].includes(word));
        if (!row.hidden) shown++;
      });
      count.textContent = shown === rows.length ? "" : `${shown} of ${rows.length}`;
    };
    words.addEventListener("input", filter);
    place.append(words);
    if (verdictOf) {
      for (const verdict of [...new Set(rows.map(verdictOf))].sort()) verdicts.append(new Option(verdict));
      verdicts.addEventListener("change", filter);
      place.append(verdicts);
    }
    place.append(count);
  };

  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b);
  // By its number; a best verdict without one by whether it is that of a solution.
  const keyOf = cell => {
    if (cell.dataset.k !== undefined) return Number(cell.dataset.k);
    const best = cell.querySelector("a > u");
    return best ? Number(best.textContent === "AC") : cell.textContent;
  };

  for (const table of document.querySelectorAll("table.matrix")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = make("button", "", ...head.childNodes);
      button.type = "button";
      head.append(button);
      button.addEventListener("click", () => {
        const first = column === 0 ? "ascending" : "descending";
        const second = column === 0 ? "descending" : "ascending";
        const order = head.getAttribute("aria-sort") === first ? second : first;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const sorted = rows.map(row => [keyOf(row.cells[column]), row]);
        sorted.sort((a, b) => sign * compare(a[0], b[0]));
        body.append(...sorted.map(([, row]) => row));
      });
    });
    addFilter(table.parentElement.previousElementSibling, rows, row => row.textContent);
  }

  const list = document.getElementById("submissions");
  if (list) {
    const rows = [...list.children];
    const tools = list.previousElementSibling;
    const part = (row, name) => (row.firstElementChild.querySelector(name) || {textContent: ""}).textContent;
    addFilter(tools, rows, row => row.firstElementChild.textContent, row => part(row, "u"));
    const keys = {
      "number": row => Number(part(row, "span")),
      "submitter": row => part(row, ":nth-child(2)"),
      "problem": row => part(row, ":nth-child(3)"),
      "verdict": row => part(row, "u"),
      "score": row => -(parseFloat(part(row, ".points")) || 0),
    };
    const order = make("select", "Order", ...Object.keys(keys).map(name => new Option("by " + name, name)));
    order.addEventListener("change", () => {
      const sorted = rows.map(row => [keys[order.value](row), row]);
      sorted.sort((a, b) => compare(a[0], b[0]));
      list.append(...sorted.map(([, row]) => row));
    });
    const open = make("button", "", "open all");
    const close = make("button", "", "close all");
    for (const button of [open, close]) {
      button.type = "button";
      button.addEventListener("click", () => {
        for (const row of rows) if (!row.hidden) row.open = button === open;
      });
    }
    tools.append(order, open, close);
  }
  reveal();
})();
