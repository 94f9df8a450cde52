for (const reader of document.querySelectorAll(".reader")) {
  const data = JSON.parse(reader.querySelector("script").textContent);
  const names = [...reader.parentNode.querySelectorAll(".legend li")].map(item => item.textContent);
  const svg = reader.querySelector("svg"), cursor = svg.querySelector(".cursor"), tip = reader.querySelector(".tip");
  const slider = reader.querySelector("input");
  slider.parentNode.hidden = false;
  const words = row => ["iteration " + row[0], ...names.map((name, i) => name + " " + row[i + 1])];
  const show = index => {
    slider.value = index;
    const text = words(data.rows[index]);
    slider.setAttribute("aria-valuetext", text.join(", "));
    const x = data.left + data.x[index] * data.across;
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    cursor.style.visibility = "visible";
    tip.textContent = text.join("\n");
    tip.hidden = false;
    const left = data.x[index] > 0.5;
    tip.style.left = left ? "auto" : 100 * (x + 12) / data.width + "%";
    tip.style.right = left ? 100 * (1 - (x - 12) / data.width) + "%" : "auto";
  };
  const hide = () => {
    tip.hidden = true;
    cursor.style.visibility = "hidden";
  };
  const distance = (at, index) => Math.abs(data.x[index] - at);
  const follow = event => {
    const box = svg.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width * data.width - data.left) / data.across;
    show(data.x.reduce((best, _, i) => distance(at, best) > distance(at, i) ? i : best, 0));
  };
  svg.addEventListener("pointermove", follow);
  svg.addEventListener("pointerdown", follow);
  svg.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") hide(); });
  slider.addEventListener("input", () => show(Number(slider.value)));
  slider.addEventListener("focus", () => show(Number(slider.value)));
  slider.addEventListener("blur", hide);
  slider.setAttribute("aria-valuetext", words(data.rows[slider.value]).join(", "));
}
for (const select of document.querySelectorAll(".sort select")) {
  select.closest(".sort").hidden = false;
  const list = document.querySelector(".units");
  select.addEventListener("change", () => {
    const key = item => Number(item.dataset[select.value] || Infinity);
    const way = select.selectedOptions[0].dataset.way === "down" ? -1 : 1;
    list.append(...[...list.children].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === Infinity || y === Infinity) return (x === Infinity) - (y === Infinity);
      return way * (x - y);
    }));
  });
}
