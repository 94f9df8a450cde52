// Opens a page in headless Chromium at a laptop's and a phone's width, light and dark, and fails on a console message, an exception, a
// request that leaves the file, text that is wider than the screen, a control that does nothing, or too little contrast.
//
//   node src/test/page/check.mjs runs/…/report.html [folder for screenshots]
//   node src/test/page/check.mjs sweeps/…/index.html [folder for screenshots]
//
// A sweep's page may show the pictures of its own folder; its controls are in sweep.mjs.
//
// Chromium is the program that CHROMIUM names, or the first of the usual names on the PATH; without one there is nothing to do. It is
// spoken to through a pipe in the Chrome DevTools Protocol, so nothing has to be installed.

import { spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { operateSweep, showAll } from "./sweep.mjs";

const [file, shots] = process.argv.slice(2);
if (!file) {
  console.error("usage: node check.mjs report.html|index.html [folder for screenshots]");
  process.exit(2);
}

function browser() {
  const names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
  const found = names.flatMap(name => process.env.PATH.split(delimiter).map(folder => join(folder, name)));
  for (const path of process.env.CHROMIUM ? [process.env.CHROMIUM] : found) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch { /* the next one */ }
  }
  return null;
}

const chromium = browser();
if (!chromium) {
  console.log("skipped: no Chromium; name one in CHROMIUM");
  process.exit(0);
}

const profile = mkdtempSync(join(tmpdir(), "fovea-page-"));
const child = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--hide-scrollbars",
  "--no-first-run", "--disable-background-networking", "--user-data-dir=" + profile],
{ stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const waiting = new Map();
const listeners = [];
let last = 0;
let rest = Buffer.alloc(0);
child.stdio[4].on("data", chunk => {
  rest = Buffer.concat([rest, chunk]);
  for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
    const message = JSON.parse(rest.subarray(0, end).toString());
    rest = rest.subarray(end + 1);
    if (message.id) waiting.get(message.id)(message);
    else for (const listener of listeners) listener(message);
  }
});

function send(method, params = {}, sessionId = undefined) {
  const id = ++last;
  child.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
  return new Promise((done, failed) => waiting.set(id, m => m.error ? failed(new Error(method + ": " + m.error.message)) : done(m.result)));
}

const problems = [];
const url = pathToFileURL(resolve(file)).href;
const folder = new URL(".", url).href;
const sweep = url.endsWith("/index.html");

// Runs in the page: what a reader would stumble over.
const inspect = `(() => {
  const bad = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) bad.push("the page is " + wide + " pixels wide");
  for (const image of document.images) {
    if (!image.complete || !image.naturalWidth) bad.push("a picture does not show: " + image.alt);
    if (!image.alt) bad.push("a picture has no alt text");
  }
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const luminance = colour => {
    const [r, g, b] = numbers(colour).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const seen = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    const svg = element.namespaceURI.endsWith("svg");
    if (!own || element.closest("script, style, title")) continue;
    const style = getComputedStyle(element);
    const colour = svg ? style.fill : style.color;
    const [a, b] = [luminance(colour), luminance(ground(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    const key = element.tagName + "." + element.getAttribute("class") + " " + colour;
    if (contrast < 4.5 && !seen.has(key)) bad.push("contrast " + contrast.toFixed(2) + ": " + key);
    seen.add(key);
  }
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  if (new Set(ids).size !== ids.length) bad.push("an id occurs twice");
  for (const link of document.querySelectorAll("a[href^='#']"))
    if (!document.getElementById(link.getAttribute("href").slice(1).replace("unit-", "card-"))) bad.push("a link leads nowhere: " + link.href);
  return bad;
})()`;

// Uses the controls as a keyboard and a pointer do.
const operate = `(() => {
  const bad = [];
  const slider = document.querySelector(".slider input");
  const tip = document.querySelector(".tip");
  slider.focus();
  slider.value = 0;
  slider.dispatchEvent(new Event("input"));
  if (tip.hidden || !tip.textContent.startsWith("iteration 0")) bad.push("the slider shows nothing");
  if (!slider.getAttribute("aria-valuetext").startsWith("iteration 0")) bad.push("the slider says nothing");
  slider.blur();
  if (!tip.hidden) bad.push("the values stay when the slider is left");
  const shown = () => document.querySelector(".reader .choice:not([hidden]) svg");
  const point = () => {
    const box = shown().getBoundingClientRect();
    shown().dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + box.width * 0.5, clientY: box.top + 20, pointerType: "mouse" }));
    if (tip.hidden) bad.push("the pointer shows nothing");
    const sides = tip.getBoundingClientRect();
    if (sides.left < 0 || sides.right > innerWidth) bad.push("the values hang out of the screen");
  };
  point();
  const change = (control, value) => {
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const choose = name => document.querySelector("[name=" + name + "]");
  const first = shown();
  for (const [name, value] of [["across", "seconds"], ["across", "evaluations"], ["up", "from_zero"]]) {
    const before = shown();
    change(choose(name), value);
    if (shown() === before) bad.push("the chart stays the same: " + value);
    point();
  }
  const shownCharts = document.querySelectorAll(".choice:not([hidden])").length;
  if (shownCharts !== 1 + document.querySelectorAll(".charts .choice[data-across=seconds]").length) bad.push(shownCharts + " charts show at once");
  change(choose("across"), "iterations");
  change(choose("up"), "log");
  if (shown() !== first) bad.push("the chart does not come back");
  const tiles = () => [...document.querySelectorAll(".tilegrid li")].map(e => e.dataset.unit).join();
  const cards = () => [...document.querySelectorAll(".units li")].map(e => e.id.slice(5));
  const before = tiles();
  const units = before.split(",").length;
  if (cards().length !== Math.min(12, units)) bad.push(cards().length + " cards show at first");
  if (!before.startsWith(cards().join())) bad.push("the cards are in another order than the grid");
  change(choose("sort"), "unit");
  if (tiles() !== [...Array(units).keys()].join()) bad.push("the units are not sorted by number");
  const more = document.querySelector(".more");
  if (units > 12) {
    more.click();
    if (cards().length !== Math.min(24, units)) bad.push("no more cards are shown");
  }
  const last = units - 1;
  change(choose("find"), String(last));
  location.hash = "#unit-" + last;
  dispatchEvent(new HashChangeEvent("hashchange"));
  if (!document.getElementById("unit-" + last)) bad.push("the last unit is not found");
  else if (document.activeElement.id !== "unit-" + last) bad.push("the unit that was found has no focus");
  while (!more.hidden) more.click();
  if (new Set(cards()).size !== units || cards().length !== units) bad.push(cards().length + " cards of " + units + " units");
  for (const state of ["dead", "saturated", "duplicate", "useful"]) {
    change(choose("show"), state);
    const fit = [...document.querySelectorAll(".tilegrid li")].every(e => e.dataset.state === (state === "useful" ? "" : state));
    if (!fit) bad.push("other units than the " + state + " ones show");
  }
  change(choose("show"), "");
  change(choose("sort"), "rho");
  if (tiles() !== before) bad.push("the units are not sorted back");
  history.replaceState(null, "", location.pathname);
  scrollTo(0, 0);
  return bad;
})()`;

async function look(name, width, height, mobile, scheme) {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  const say = text => problems.push(name + ": " + text);
  let loaded = () => {};
  const load = new Promise(done => loaded = done);
  const listener = message => {
    if (message.sessionId !== sessionId) return;
    const p = message.params;
    if (message.method === "Page.loadEventFired") loaded();
    if (message.method === "Runtime.consoleAPICalled") say("console: " + p.args.map(a => a.value).join(" "));
    if (message.method === "Runtime.exceptionThrown") say("exception: " + p.exceptionDetails.exception?.description);
    if (message.method === "Log.entryAdded") say("log: " + p.entry.text);
    if (message.method === "Network.requestWillBeSent" && p.request.url !== url && !p.request.url.startsWith("data:")
        && !(sweep && p.request.url.startsWith(folder) && p.request.url.endsWith(".png")))
      say("request: " + p.request.url);
  };
  listeners.push(listener);
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await page(domain + ".enable");
  await page("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile });
  await page("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  await page("Page.navigate", { url });
  await load;
  const evaluate = async expression => {
    const { result, exceptionDetails } = await page("Runtime.evaluate", { expression, returnByValue: true });
    if (exceptionDetails) say(exceptionDetails.exception.description);
    else result.value.forEach(say);
  };
  // Pictures further down are loaded when they come into view.
  if (sweep) await page("Runtime.evaluate", { expression: showAll, awaitPromise: true });
  await evaluate(inspect);
  await evaluate(sweep ? operateSweep : operate);
  if (shots) {
    mkdirSync(shots, { recursive: true });
    const { cssContentSize } = await page("Page.getLayoutMetrics");
    const clips = { top: height, whole: Math.min(cssContentSize.height, 16000) };
    for (const [part, tall] of Object.entries(clips)) {
      const { data } = await page("Page.captureScreenshot",
        { captureBeyondViewport: true, clip: { x: 0, y: 0, width, height: tall, scale: 1 } });
      writeFileSync(join(shots, name + "-" + part + ".png"), Buffer.from(data, "base64"));
    }
  }
  listeners.splice(listeners.indexOf(listener), 1);
  await send("Target.closeTarget", { targetId });
}

const limit = setTimeout(() => {
  console.error("no answer from Chromium within two minutes");
  child.kill();
  process.exit(1);
}, 120000);
try {
  for (const scheme of ["light", "dark"]) {
    await look("laptop-" + scheme, 1280, 800, false, scheme);
    await look("phone-" + scheme, 390, 844, true, scheme);
  }
} finally {
  clearTimeout(limit);
  child.kill();
  child.on("exit", () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
}
problems.forEach(problem => console.error(problem));
console.log(problems.length ? problems.length + " problems" : "no problem in four views of " + file);
process.exitCode = problems.length ? 1 : 0;
