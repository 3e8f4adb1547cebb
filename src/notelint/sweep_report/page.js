// The page is whole without this script, which only hides and moves entries. A page without entries has no filter.
const form = document.getElementById("filter");
const status = document.getElementById("shown");
const groups = Array.from(document.querySelectorAll(".group"), (group) => ({
  group,
  host: group.closest("details"),
  lists: Array.from(group.children),
  entries: Array.from(group.querySelectorAll(".entry")),
}));
const kinds = Array.from(document.querySelectorAll(".kind"));
const total = groups.reduce((sum, { entries }) => sum + entries.length, 0);
const counted = (number) => `${number.toLocaleString("en")} link${number === 1 ? "" : "s"}`;
const texts = new Map(); // made when first looked for: most people only read

const textOf = (entry) => {
  let text = texts.get(entry);
  if (text === undefined) texts.set(entry, (text = entry.textContent.toLowerCase()));
  return text;
};
const hostOf = (entry) => entry.querySelector("a").host;
const ORDERS = {
  since: (one, two) => one.dataset.since - two.dataset.since,
  stands: (one, two) => two.dataset.stands - one.dataset.stands,
  streak: (one, two) => two.dataset.streak - one.dataset.streak,
};

let wasNarrow = false;
function filter() {
  const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const state = form.elements.state.value;
  const isNarrow = words.length > 0 || state !== "";
  let all = 0;
  for (const { host, lists, entries } of groups) {
    let here = 0;
    for (const entry of entries) {
      const fits = (!state || entry.classList.contains(state)) && words.every((word) => textOf(entry).includes(word));
      if (entry.hidden === fits) entry.hidden = !fits;
      here += fits;
    }
    for (const list of lists) list.hidden = isNarrow && !list.querySelector(":scope > :not([hidden])");
    if (host) {
      host.hidden = here === 0;
      if (isNarrow || wasNarrow) host.open = isNarrow; // else it is as its reader left it
    }
    all += here;
  }
  for (const kind of kinds) kind.hidden = isNarrow && !kind.querySelector(".entry:not([hidden])");
  wasNarrow = isNarrow;
  const told = all === total ? `All ${counted(total)} shown.` : `${counted(all)} of ${total.toLocaleString("en")} shown.`;
  if (status.textContent !== told) status.textContent = told;
}

let order = "";
function sort() {
  if (form.elements.order.value === order) return;
  order = form.elements.order.value;
  for (const { lists, entries } of groups) {
    const size = lists[0].children.length; // every list is as long as the first, but for the last
    let sorted = entries;
    if (order === "host") {
      const hosts = new Map(entries.map((entry) => [entry, hostOf(entry)]));
      sorted = entries.toSorted((one, two) => (hosts.get(one) < hosts.get(two) ? -1 : hosts.get(one) > hosts.get(two) ? 1 : 0));
    } else if (order) {
      sorted = entries.toSorted(ORDERS[order]);
    }
    lists.forEach((list, number) => list.replaceChildren(...sorted.slice(number * size, (number + 1) * size)));
  }
}

// Whoever follows the address of an entry sees it, whatever is filtered; one that is gone from the report is told.
function show() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name.startsWith("link-")) return;
  const entry = document.getElementById(name);
  if (!entry) {
    status.textContent = `${name} is not in this report: it may be alive again, or have left the notes.`;
    form.scrollIntoView();
    return;
  }
  if (entry.hidden) {
    form.reset();
    sort();
    filter();
  }
  const group = entry.closest("details");
  if (group) group.open = true;
  entry.scrollIntoView();
}

if (form) {
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting); // a screen reader is told once, not at every key
    waiting = setTimeout(() => {
      sort();
      filter();
    }, 150);
  });
  form.addEventListener("reset", () =>
    setTimeout(() => {
      sort();
      filter();
    }),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", show);
  window.addEventListener("pageshow", () => {
    // also when the browser brings back what was entered before
    sort();
    filter();
    show();
  });
  form.hidden = false;
}
