const plots = [...document.querySelectorAll(".choice")];
const axes = document.querySelector(".axes");
const across = () => axes.querySelector("[name=across]").value;
for (const reader of document.querySelectorAll(".reader")) {
  const data = JSON.parse(reader.querySelector("script").textContent);
  const tip = reader.querySelector(".tip");
  const slider = reader.querySelector("input");
  const plot = () => reader.querySelector(".choice:not([hidden]) svg");
  const places = () => data.x[across()];
  slider.parentNode.hidden = false;
  const words = row => data.names.map((name, i) => name + " " + row[i]);
  const show = index => {
    slider.value = index;
    const text = words(data.rows[index]);
    slider.setAttribute("aria-valuetext", text.join(", "));
    const x = data.left + places()[index] * data.across;
    const cursor = plot().querySelector(".cursor");
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    cursor.style.visibility = "visible";
    tip.textContent = text.join("\n");
    tip.hidden = false;
    const left = places()[index] > 0.5;
    tip.style.left = left ? "auto" : 100 * (x + 12) / data.width + "%";
    tip.style.right = left ? 100 * (1 - (x - 12) / data.width) + "%" : "auto";
  };
  const hide = () => {
    tip.hidden = true;
    plot().querySelector(".cursor").style.visibility = "hidden";
  };
  const follow = event => {
    const box = plot().getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width * data.width - data.left) / data.across;
    const distance = index => Math.abs(places()[index] - at);
    show(places().reduce((best, _, i) => distance(best) > distance(i) ? i : best, 0));
  };
  for (const svg of reader.querySelectorAll("svg")) {
    svg.addEventListener("pointermove", follow);
    svg.addEventListener("pointerdown", follow);
    svg.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") hide(); });
  }
  slider.addEventListener("input", () => show(Number(slider.value)));
  slider.addEventListener("focus", () => show(Number(slider.value)));
  slider.addEventListener("blur", hide);
  slider.setAttribute("aria-valuetext", words(data.rows[slider.value]).join(", "));
  const choose = () => {
    hide();
    const up = axes.querySelector("[name=up]").value;
    for (const div of plots)
      div.hidden = div.dataset.across !== across() || (reader.contains(div) ? div.dataset.up !== up : false);
  };
  axes.hidden = false;
  axes.addEventListener("change", choose);
  choose();
}
const grid = document.querySelector(".tilegrid");
if (grid) {
  const PAGE = 12;
  const all = [...grid.children];
  const cards = document.querySelector(".units"), more = document.querySelector(".more"), count = document.querySelector(".count");
  const choices = document.querySelector("#features .sort");
  const [sort, show, find] = ["sort", "show", "find"].map(name => choices.querySelector("[name=" + name + "]"));
  let order = all, next = 0;
  const tiles = new Map(all.map(item => [item.dataset.unit, item.querySelector("img")]));
  const card = unit => {
    const made = document.getElementById("card-" + unit).content.firstElementChild.cloneNode(true);
    made.querySelector(".weights").append(tiles.get(unit).cloneNode());
    return made;
  };
  const extend = () => {
    for (const to = Math.min(order.length, next + PAGE); to > next; next++) {
      const unit = order[next].dataset.unit;
      if (!document.getElementById("unit-" + unit)) cards.append(card(unit));
    }
    more.hidden = next === order.length;
    count.textContent = order.length ? "The first " + next + " of " + order.length + " units, in the order of the grid." : "No such units.";
  };
  const arrange = () => {
    const way = sort.selectedOptions[0].dataset.way === "down" ? -1 : 1;
    const key = item => sort.value in item.dataset ? Number(item.dataset[sort.value]) : Infinity;
    const compare = (a, b) => {
      const [x, y] = [key(a), key(b)];
      return x === Infinity || y === Infinity ? (x === Infinity) - (y === Infinity) : way * (x - y);
    };
    const shown = item => show.value === "" || item.dataset.state === (show.value === "useful" ? "" : show.value);
    order = all.filter(shown).sort(compare);
    grid.replaceChildren(...order);
    cards.replaceChildren();
    next = 0;
    extend();
  };
  const open = () => {
    const unit = location.hash.match(/^#unit-(\d+)$/)?.[1];
    if (unit === undefined || !document.getElementById("card-" + unit)) return;
    if (!document.getElementById("unit-" + unit)) cards.prepend(card(unit));
    const chosen = document.getElementById("unit-" + unit);
    chosen.tabIndex = -1;
    chosen.scrollIntoView();
    chosen.focus({ preventScroll: true });
  };
  choices.hidden = false;
  sort.addEventListener("change", arrange);
  show.addEventListener("change", arrange);
  find.addEventListener("change", () => { location.hash = "#unit-" + Number(find.value); });
  more.addEventListener("click", extend);
  grid.addEventListener("click", () => setTimeout(open));
  addEventListener("hashchange", open);
  arrange();
  open();
}
