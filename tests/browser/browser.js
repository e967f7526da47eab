// What the browser tests share: the browser, the program under test, and a corpus of their own.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const gleaner = process.env.GLEANER ?? new URL("../../target/debug/gleaner", import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const launch = () => puppeteer.launch({ executablePath: BROWSERS.find(existsSync), args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
export const folder = () => mkdtempSync(join(tmpdir(), "gleaner-browser-"));
export const run = (...words) => execFileSync(gleaner, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });

/** A page that fails the test at any script error, policy violation, or request beyond what is allowed. */
export async function open(browser, address, { width = 1280, height = 900, script = true, allowed = () => false } = {}) {
  const page = await browser.newPage(), troubles = [];
  await page.setViewport({ width, height });
  await page.setJavaScriptEnabled(script);
  page.on("pageerror", error => troubles.push(error.message));
  page.on("console", message => { if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) troubles.push(message.text()); });
  page.on("request", request => { if (request.url().split("#")[0] !== address.split("#")[0] && !request.url().startsWith("data:") && !allowed(request.url())) troubles.push(`asked for ${request.url()}`); });
  await page.goto(address);
  return { page, troubles };
}

/** Serious findings of axe-core, each with where. */
export async function findings(page) {
  // By the debugger, not as an element: the page's own policy stays as it is.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  return found.violations.filter(own => ["serious", "critical"].includes(own.impact)).map(own => `${own.id}: ${own.nodes.slice(0, 3).map(node => node.target.join(" ")).join("; ")}`);
}

export async function shot(page, name) {
  const shots = new URL("shots/", import.meta.url).pathname;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** A corpus of three documents in three scripts; two are labelled. */
export function corpus() {
  const root = folder(), rows = ["id,file,source,event,lang,format,licence,origin"];
  const add = (id, lang, text, labels) => {
    rows.push(`${id},${id}.txt,outlet-${lang},e,${lang},plain,CC0-1.0,written for a test`);
    writeFileSync(join(root, `${id}.txt`), text);
    if (labels) writeFileSync(join(root, `${id}.ann`), labels);
  };
  // Offsets count code points; the quotes say where.
  const mark = (text, number, label, quote) => { const start = [...text.slice(0, text.indexOf(quote))].length; return `T${number}\t${label} ${start} ${start + [...quote].length}\t${quote}\n`; };
  const ferry = "Home\n\nFerry runs aground\n\nA ferry ran aground on the bar at dawn, and all aboard were brought ashore by noon.\n\nRelated article: Fares explained\n";
  add("ferry", "en", ferry, mark(ferry, 1, "nav", "Home") + mark(ferry, 2, "title", "Ferry runs aground") + mark(ferry, 3, "related", "Related article: Fares explained") + "#1\tAnnotatorNotes T1\tsure\n");
  const port = "الرئيسية\n\nغادرت العبارة الميناء عند الفجر وعلى متنها مئة راكب وعادت قبل الظهر دون أن يصاب أحد.\n";
  add("port", "ar", port, mark(port, 1, "nav", "الرئيسية"));
  add("tunnel", "en", "News 😀\n\nThe tunnel under the river was closed on Monday after water came in at the northern end.\n\nSubscribe to our newsletter\n", null);
  writeFileSync(join(root, "documents.csv"), rows.join("\n") + "\n");
  return root;
}

/** Starts the labelling page; gives its address and a way to end it. */
export function label(root, ...words) {
  const child = spawn(gleaner, ["label", root, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.stdout.once("data", data => done({ address: data.toString().trim(), end: () => new Promise(ended => { child.once("exit", ended); child.kill("SIGINT"); }) }));
  });
}
