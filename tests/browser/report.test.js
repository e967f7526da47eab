import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { findings, folder, launch, open, run, shot } from "./browser.js";

let browser, address, root;
before(async () => {
  browser = await launch();
  root = folder();
  run("eval", "--task", "boilerplate,source-neutral", "--lang", "en,ar,zh", "--metrics", "none", "--out", join(root, "run"), "--quiet", "--strategy", "default,text-bte,link-density,keep-all");
  run("report", join(root, "run"), "--plots", join(root, "plots"));
  address = `file://${join(root, "run", "report.html")}`;
});
after(() => browser?.close());

const ready = page => page.waitForSelector("html[data-ready]");
const value = (page, selector) => page.$eval(selector, own => own.textContent);

test("the page opens from disk without a request, an error or a serious accessibility finding", async () => {
  const { page, troubles } = await open(browser, address);
  await ready(page);
  assert.match(await value(page, "h1"), /cleaner/);
  assert.ok((await page.$$("figure svg[role=img]")).length >= 4);
  assert.deepEqual(await findings(page), []);
  await shot(page, "report-1280");
  await page.$eval("#reader", own => own.scrollIntoView());
  await shot(page, "reader-1280");
  assert.deepEqual(troubles, []);
  await page.close();
});

test("the page fits a telephone", async () => {
  const { page } = await open(browser, address, { width: 390, height: 844 });
  await ready(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
  assert.deepEqual(await findings(page), []);
  await shot(page, "report-390");
  await page.$eval("#reader", own => own.scrollIntoView());
  await shot(page, "reader-390");
  await page.close();
});

test("a click on a heading sorts the table", async () => {
  const { page } = await open(browser, address);
  const column = () => page.$$eval("table tbody tr td:nth-child(7)", cells => cells.slice(0, 3).map(cell => cell.textContent));
  await page.click("table thead th:nth-child(7) button");
  const down = await column();
  await page.click("table thead th:nth-child(7) button");
  const up = await column();
  assert.equal(await page.$eval("table thead th:nth-child(7)", own => own.getAttribute("aria-sort")), "ascending");
  assert.ok(Number(down[0]) > Number(up[0]), `${down} ${up}`);
  await page.close();
});

test("filters narrow the list, and the keys step through the errors they want", async () => {
  const { page } = await open(browser, address);
  await ready(page);
  const all = Number((await value(page, "#count")).split(" ")[0]);
  await page.select("#kind", "residue");
  await page.select("#label", "related");
  const some = Number((await value(page, "#count")).split(" ")[0]);
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  await page.keyboard.press("n");
  await page.waitForSelector(".chosen");
  const seen = [];
  for (let n = 0; n < 3; n++) {
    seen.push(await page.$eval(".chosen", own => `${own.tagName} ${own.title} ${location.hash}`));
    await page.keyboard.press("n");
    await new Promise(done => setTimeout(done, 100));
  }
  assert.ok(seen.every(own => /^MARK Residue\. related/.test(own)), seen.join("\n"));
  assert.equal(new Set(seen).size, 3);
  await page.keyboard.press("p");
  await page.waitForFunction(hash => location.hash === hash, {}, seen[2].split(" ").at(-1));
  await page.close();
});

test("a deep link opens the document, both strategies and the stretch", async () => {
  const { page } = await open(browser, address);
  await ready(page);
  await page.select("#second", "1");
  await page.waitForFunction(() => document.querySelectorAll(".pane").length === 2);
  await page.keyboard.press("n");
  await page.waitForSelector(".chosen");
  const [hash, title] = await page.$eval(".chosen", own => [location.hash, own.title]);
  assert.match(hash, /span=\d+-\d+/);
  const again = await open(browser, address + hash);
  await again.page.waitForSelector(".chosen");
  assert.equal(await again.page.$eval(".chosen", own => own.title), title);
  assert.equal((await again.page.$$(".pane")).length, 2);
  assert.deepEqual(again.troubles, []);
  await again.page.close();
  await page.close();
});

test("the colours say what errors.csv says", async () => {
  const { page } = await open(browser, address);
  await ready(page);
  const rows = readFileSync(join(root, "run", "errors.csv"), "utf8").split("\n").filter(line => line.includes(",boilerplate,default,"));
  const shown = await page.evaluate(async () => {
    let stretches = 0;
    for (const button of document.querySelectorAll("#documents button small")) stretches += Number(button.textContent.match(/(\d+) wrong/)[1]);
    return stretches;
  });
  // Stretches are counted within a line: errors.csv has one row for each, as the list has.
  assert.equal(shown, rows.length);
  await page.close();
});

test("right-to-left text runs from right to left", async () => {
  const { page } = await open(browser, address);
  await ready(page);
  await page.select("#lang", "ar");
  await page.click("#documents button");
  await page.waitForFunction(() => document.querySelector(".text")?.lang === "ar");
  const directions = await page.$$eval(".text p", lines => lines.map(line => getComputedStyle(line).direction));
  assert.ok(directions.filter(own => own === "rtl").length > directions.length / 2);
  await shot(page, "reader-arabic");
  await page.close();
});

test("without scripts the table, the plots and the worst documents are there", async () => {
  const { page } = await open(browser, address, { script: false });
  const html = await page.content();
  assert.match(html, /<table/);
  assert.ok((await page.$$("noscript .text mark, noscript .text del")).length > 10);
  await shot(page, "report-no-script");
  await page.close();
});

test("plots are written as SVG and PNG", () => {
  const plots = join(root, "plots");
  mkdirSync(plots, { recursive: true });
  const svg = readFileSync(join(plots, "shipped-boilerplate-residue-by-label.svg"), "utf8");
  assert.match(svg, /^<svg/);
  assert.ok(statSync(join(plots, "shipped-boilerplate-residue-by-label.png")).size > 1000);
});
