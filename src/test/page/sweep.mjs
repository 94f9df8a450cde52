// What is checked of a sweep's index.html beyond what holds for every page. All of it runs in the page.

// Loads the pictures that would wait until they come into view.
export const showAll = `Promise.all([...document.images].map(image => {
  image.loading = "eager";
  return image.complete || new Promise(done => image.onload = image.onerror = done);
}))`;

// Uses the controls as a keyboard and a pointer do.
export const operateSweep = `(() => {
  const bad = [];
  const table = document.querySelector("table.runs");
  const heads = [...table.tHead.rows[0].cells];
  const column = head => [...table.tBodies[0].rows].map(row => row.cells[head.cellIndex].textContent).filter(text => text !== "");
  const sorted = (values, order) => values.every((value, i) => {
    if (i === 0) return true;
    const difference = isNaN(value) || isNaN(values[i - 1])
      ? values[i - 1].localeCompare(value, "en", { numeric: true }) : values[i - 1] - value;
    return order === "ascending" ? difference <= 0 : difference >= 0;
  });
  const runs = table.tBodies[0].rows.length;
  for (const head of heads) {
    const button = head.querySelector("button");
    const name = button.textContent;
    if (button.tabIndex !== 0) bad.push(name + ": the keyboard does not reach it");
    for (const other of heads) if (other !== head && other.hasAttribute("aria-sort")) other.querySelector("button").click();
    for (const other of heads) other.removeAttribute("aria-sort");
    button.click();
    const best = /explained|quality|R²/.test(name) && !/rank/.test(name) ? "descending" : "ascending";
    if (head.getAttribute("aria-sort") !== best) bad.push(name + ": the first click puts " + head.getAttribute("aria-sort") + " first");
    if (!sorted(column(head), best)) bad.push(name + ": is not sorted: " + column(head));
    button.click();
    const turned = best === "ascending" ? "descending" : "ascending";
    if (head.getAttribute("aria-sort") !== turned || !sorted(column(head), turned)) bad.push(name + ": the second click does not turn it round");
    if (heads.filter(other => other.hasAttribute("aria-sort")).length !== 1) bad.push(name + ": more than one column says that it is sorted by");
    if (column(head).length && table.tBodies[0].rows[0].cells[head.cellIndex].textContent === "") bad.push(name + ": an empty cell comes first");
  }
  if (table.tBodies[0].rows.length !== runs) bad.push("runs got lost while they were sorted");
  heads.find(head => head.textContent === "rank").querySelector("button").click();
  for (const frame of document.querySelectorAll(".wide"))
    if (frame.scrollWidth > frame.clientWidth && (frame.tabIndex !== 0 || !frame.getAttribute("aria-label"))) bad.push("a frame that scrolls has no name, or the keyboard does not reach it");
  for (const [what, selector] of [["header", "header"], ["navigation", "nav[aria-label]"], ["main", "main"]])
    if (document.querySelectorAll(selector).length !== 1) bad.push("the page has not one " + what);
  for (const section of document.querySelectorAll("section"))
    if (!document.getElementById(section.getAttribute("aria-labelledby"))?.textContent) bad.push("a part of the page has no heading");
  if (!document.querySelector("svg.plot polyline")) bad.push("no costs are drawn");
  return bad;
})()`;
