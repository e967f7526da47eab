import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { corpus, findings, label, launch, open, run, shot } from "./browser.js";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const ready = (page, id) => page.waitForSelector(`html[data-ready="${id}"]`);
const saved = page => page.waitForFunction(() => document.querySelector("#saved").textContent === "Saved.");
const read = (root, name) => readFileSync(join(root, name), "utf8");

async function desk(words = [], root = corpus()) {
  const server = await label(root, ...words);
  const visit = async (id = "", size) => {
    const address = server.address + (id && `#${id}`);
    const own = await open(browser, address, { allowed: url => url.startsWith(server.address), ...size });
    await own.page.waitForSelector("html[data-ready]");
    return own;
  };
  return { root, server, visit };
}

/** Puts the pointer over a word and presses, or drags from one word to another. */
async function drag(page, from, to) {
  const place = word => page.evaluate(word => {
    const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const at = node.data.indexOf(word);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at); range.setEnd(node, at + word.length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left, right, y: (top + bottom) / 2 };
    }
  }, word);
  const [start, end] = [await place(from), await place(to)];
  await page.mouse.move(start.left + 0.5, start.y);
  await page.mouse.down();
  await page.mouse.move(end.right - 0.5, end.y, { steps: 5 });
  await page.mouse.up();
}

test("a span is set by mouse, survives a reload, and stands in the .ann file", async () => {
  const { root, server, visit } = await desk(["--strategy", "none"]);
  const { page, troubles } = await visit("tunnel");
  await drag(page, "Subscribe", "newsletter");
  await page.click("#labels li:nth-child(20) button");
  await saved(page);
  assert.equal(read(root, "tunnel.ann"), "T1\tpromo 98 125\tSubscribe to our newsletter\n");
  await page.reload();
  await ready(page, "tunnel");
  assert.equal(await page.$eval("#text .mark", own => `${own.dataset.label} ${own.textContent}`), "promo Subscribe to our newsletter");
  assert.deepEqual(troubles, []);
  await page.close();
  await server.end();
  run("check", root);
});

test("a span is set by keyboard alone, past an emoji, and undone", async () => {
  const { root, server, visit } = await desk(["--strategy", "none"]);
  const { page } = await visit("tunnel");
  await page.focus("#text");
  for (const key of ["ArrowDown", "n"]) await page.keyboard.press(key);
  await saved(page);
  assert.equal(read(root, "tunnel.ann"), "T1\tnav 0 6\tNews 😀\n");
  for (const key of ["ArrowDown", "ArrowDown", "p"]) await page.keyboard.press(key);
  await page.waitForFunction(() => document.querySelectorAll("#text .mark").length === 2);
  await saved(page);
  await page.keyboard.press("u");
  await page.waitForFunction(() => document.querySelectorAll("#text .mark").length === 1);
  await saved(page);
  await pause(100);
  assert.equal(read(root, "tunnel.ann"), "T1\tnav 0 6\tNews 😀\n");
  await page.keyboard.press("PageUp");
  await ready(page, "port");
  await page.close();
  await server.end();
});

test("notes of other tools and numbers of spans outlive a change", async () => {
  const { root, server, visit } = await desk();
  const { page } = await visit("ferry");
  await page.focus("#text");
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "l"]) await page.keyboard.press(key);
  await saved(page);
  const lines = read(root, "ferry.ann").split("\n");
  assert.ok(lines.includes("T1\tnav 0 4\tHome") && lines.includes("#1\tAnnotatorNotes T1\tsure") && lines.some(line => line.startsWith("T4\tlead")), lines.join("\n"));
  await page.close();
  await server.end();
});

test("a strategy's proposals are taken only when asked, and nothing is written before", async () => {
  const { root, server, visit } = await desk();
  const { page } = await visit("tunnel");
  assert.ok((await page.$$("#text .proposed")).length > 0);
  assert.ok(!existsSync(join(root, "tunnel.ann")));
  await page.keyboard.press("Enter");
  await saved(page);
  assert.match(read(root, "tunnel.ann"), /promo 98 125/);
  await page.close();
  await server.end();
});

test("a second tab and an edit on disk are noticed, and nobody's work is written over", async () => {
  const { root, server, visit } = await desk();
  const [first, second] = [await visit("ferry"), await visit("ferry")];
  await first.page.bringToFront();
  await first.page.focus("#text");
  for (const key of ["ArrowDown", "s"]) await first.page.keyboard.press(key);
  await saved(first.page);
  const mine = read(root, "ferry.ann");
  await second.page.bringToFront();
  await second.page.focus("#text");
  for (const key of ["ArrowDown", "ArrowDown", "a"]) await second.page.keyboard.press(key);
  await second.page.waitForSelector("#alarm:not([hidden])");
  assert.equal(read(root, "ferry.ann"), mine);
  await second.page.click("#reload");
  await second.page.waitForSelector("#alarm[hidden]");
  writeFileSync(join(root, "ferry.ann"), "T1\tad 0 4\tHome\n");
  await second.page.waitForSelector("#alarm:not([hidden])", { timeout: 10_000 });
  assert.equal(read(root, "ferry.ann"), "T1\tad 0 4\tHome\n");
  await shot(second.page, "label-changed-on-disk");
  await Promise.all([first.page.close(), second.page.close()]);
  await server.end();
});

test("a second pass is blind to the first, and the two are compared side by side", async () => {
  const { root, server, visit } = await desk(["--second"]);
  const { page } = await visit("ferry");
  assert.equal((await page.$$("#text .mark")).length, 0);
  await page.focus("#text");
  for (const key of ["ArrowDown", "s"]) await page.keyboard.press(key);
  await saved(page);
  assert.equal(read(root, "second/ferry.ann"), "T1\tshare 0 4\tHome\n");
  assert.match(read(root, "ferry.ann"), /nav 0 4/);
  await page.close();
  await server.end();
  const compare = await desk(["--compare"], root);
  const both = await compare.visit("ferry");
  assert.ok((await both.page.$$("#text .differs")).length > 0);
  assert.equal(await both.page.$eval("#other .mark", own => own.dataset.label), "share");
  assert.match(await both.page.$eval("#documents", own => own.textContent), /ferry \(\d+ differ\)/);
  await both.page.keyboard.press("/");
  assert.match(await both.page.$eval("#chosen", own => own.textContent), /Selected: Home/);
  await shot(both.page, "label-compare");
  await both.page.close();
  await compare.server.end();
});

test("labels that cannot be read are named, and the other documents open", async () => {
  const { root, server, visit } = await desk();
  const { page } = await visit("port");
  writeFileSync(join(root, "ferry.ann"), "T1\tnav 0 400\tHome\n");
  await page.click("#documents li:nth-child(1) button");
  await page.waitForFunction(() => /ferry cannot be opened: .*ferry\.ann:1: span 0 400 ends past/.test(document.querySelector("#saved").textContent));
  await page.click("#documents li:nth-child(3) button");
  await ready(page, "tunnel");
  assert.equal(read(root, "ferry.ann"), "T1\tnav 0 400\tHome\n");
  await page.close();
  await server.end();
});

test("a wrong host, origin, site or token is refused", async () => {
  const { server } = await desk();
  const { hostname, port, pathname } = new URL(server.address);
  const ask = (path, headers, method = "GET") => new Promise((done, failed) => {
    const request = http.request({ hostname, port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } }, answer => { answer.resume(); done(answer); });
    request.on("error", failed);
    request.end(method === "PUT" ? "{}" : undefined);
  });
  assert.equal((await ask(`${pathname}list`, {})).statusCode, 200);
  assert.equal((await ask(`${pathname}list`, { host: `evil.example:${port}` })).statusCode, 403);
  assert.equal((await ask(`${pathname}list`, { origin: "http://evil.example" })).statusCode, 403);
  assert.equal((await ask(`${pathname}list`, { "sec-fetch-site": "cross-site" })).statusCode, 403);
  assert.equal((await ask("/0123456789abcdef0123456789abcdef/list", {})).statusCode, 403);
  assert.equal((await ask("/list", {})).statusCode, 403);
  assert.equal((await ask(`${pathname}document/0`, { origin: "http://evil.example" }, "PUT")).statusCode, 403);
  assert.equal((await ask(`${pathname}document/0`, {}, "PUT")).statusCode, 400);
  const page = await ask(pathname, {});
  assert.match(page.headers["content-security-policy"], /default-src 'none'.*frame-ancestors 'none'/);
  await server.end();
});

test("the page has no serious accessibility finding, large or small, and writes .ann files only", async () => {
  const { root, server, visit } = await desk();
  for (const [width, height] of [[1280, 900], [390, 844]]) {
    const { page, troubles } = await visit("ferry", { width, height });
    assert.deepEqual(await findings(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
    await shot(page, `label-${width}`);
    assert.deepEqual(troubles, []);
    await page.close();
  }
  assert.deepEqual(readdirSync(root).sort(), ["documents.csv", "ferry.ann", "ferry.txt", "port.ann", "port.txt", "tunnel.txt"]);
  await server.end();
});
