// The page is whole without this script, which only hides what the filter does not ask for. A page without findings has no filter.
const form = document.getElementById("filter");
const status = document.getElementById("shown");
const notes = Array.from(document.querySelectorAll(".note"), (note) => ({
  note,
  count: note.querySelector(".count"),
  findings: Array.from(note.querySelectorAll(".finding"), (finding) => ({
    finding,
    text: (note.querySelector(".path").textContent + "\n" + finding.textContent).toLowerCase(),
  })),
}));
const total = notes.reduce((sum, { findings }) => sum + findings.length, 0);
const counted = (number) => `${number.toLocaleString("en")} finding${number === 1 ? "" : "s"}`;

function filter() {
  const severities = new Set(new FormData(form).getAll("severity"));
  const rule = form.elements.rule.value;
  const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let all = 0;
  for (const { note, count, findings } of notes) {
    let here = 0;
    for (const { finding, text } of findings) {
      const { severity, rule: its } = finding.dataset;
      const fits = severities.has(severity) && (!rule || rule === its) && words.every((word) => text.includes(word));
      finding.hidden = !fits;
      here += fits;
    }
    note.hidden = here === 0;
    count.textContent = counted(here);
    all += here;
  }
  const told = all === total ? `All ${counted(total)} shown.` : `${counted(all)} of ${total.toLocaleString("en")} shown.`;
  if (status.textContent !== told) status.textContent = told;
}

if (form) {
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting); // a screen reader is told once, not at every key
    waiting = setTimeout(filter, 150);
  });
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("pageshow", filter); // also when the browser brings back what was entered before
  form.hidden = false;
  filter();
}
