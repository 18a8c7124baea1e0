// Search and sorting of the first page. The page is whole without it: what it adds is hidden until it runs.
"use strict";

const table = document.getElementById("fleet");
const body = table.tBodies[0];
const rows = [...body.rows];
const texts = new Map(rows.map((row) => [row, row.dataset.words.toLowerCase()]));
const words = document.getElementById("words");
const owner = document.getElementById("owner");

function filter() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    row.hidden = (owner.value !== "" && row.dataset.owner !== owner.value) || !wanted.every((word) => texts.get(row).includes(word));
    shown += row.hidden ? 0 : 1;
  }
  document.getElementById("count").textContent = shown === rows.length ? "" : `${shown} of ${rows.length}`;
  document.getElementById("nothing").hidden = shown > 0;
}

// The address keeps what is asked for, so that a link to the page can hold it: #q=fraud&owner=team-antifraud.
function remember() {
  const asked = new URLSearchParams();
  if (words.value) asked.set("q", words.value);
  if (owner.value) asked.set("owner", owner.value);
  history.replaceState(null, "", `#${asked}`);
}

function recall() {
  // An address such as #main is a place of the page, and asks for nothing.
  if (location.hash && !location.hash.includes("=")) return filter();
  const asked = new URLSearchParams(location.hash.slice(1));
  words.value = asked.get("q") ?? "";
  owner.value = asked.get("owner") ?? "";
  if (owner.selectedIndex < 0) owner.value = "";
  filter();
}

function sort(column, header) {
  const falling = header.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", falling ? "descending" : "ascending");
  const value = (row) => row.cells[column].dataset.value;
  const order = (one, other) => value(one).localeCompare(value(other), "en", { numeric: true });
  rows.sort((one, other) => (falling ? order(other, one) : order(one, other)));
  body.append(...rows);
}

[...table.tHead.rows[0].cells].forEach((header, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...header.childNodes);
  button.addEventListener("click", () => sort(column, header));
  header.append(button);
});
document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
for (const field of [words, owner]) {
  field.addEventListener("input", () => {
    filter();
    remember();
  });
}
addEventListener("hashchange", recall);
document.getElementById("filter").hidden = false;
recall();
