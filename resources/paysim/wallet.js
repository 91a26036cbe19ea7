// SPDX-License-Identifier: Apache-2.0
// The page that plays a patient's wallet: scans what screens show, shows payment codes.
import { words } from "./words.js";

const lookEveryMs = 1500;
const byId = (id) => document.getElementById(id);

let language = (navigator.languages || []).some((one) => one.startsWith("zh")) ? "zh" : "en";
let code = null; // the payment code that is shown: {auth_code, expires_at, ...}
let clockAheadMs = 0; // the sandbox's clock minus this browser's
let sheet = null; // what the dialog asks: {pay(), refuse()?}

const said = () => words[language];
const yuan = (fen) => `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
const fault = (trouble) => said().faults[trouble.code] || trouble.code || said().faults.offline;

async function ask(path, body) {
  const how = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
  let answer;
  try {
    answer = await fetch(path, how);
  } catch {
    throw { code: "offline" };
  }
  const told = await answer.json();
  if (!answer.ok) {
    throw { code: told.code };
  }
  return told;
}

function speak() {
  document.documentElement.lang = language;
  document.title = said().title;
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = said()[element.dataset.word];
  }
  byId("language").textContent = language === "zh" ? "English" : "中文";
  byId("language").lang = language === "zh" ? "en" : "zh";
  showCode();
  look();
}

function turnTo(tab) {
  for (const name of ["scan", "code"]) {
    byId(name).hidden = name !== tab;
    byId("tab-" + name).setAttribute("aria-current", String(name === tab));
  }
  if (tab === "code" && !code) {
    freshCode();
  }
}

// --- scanning

function row(order) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "order " + order.platform;
  button.dataset.qr = order.qr;
  for (const [name, text] of [["brand", said()[order.platform]], ["what", order.subject], ["fen", yuan(order.amount_fen)]]) {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    button.append(span);
  }
  button.addEventListener("click", () => scan(order.qr));
  item.append(button);
  return item;
}

let shownOrders = "";

async function look() {
  try {
    const { open, camera } = await ask("open");
    byId("hold").hidden = !camera;
    const now = language + JSON.stringify(open);
    if (now !== shownOrders) {
      shownOrders = now;
      byId("open").replaceChildren(...open.map(row));
      byId("none").hidden = open.length > 0;
    }
  } catch {
    // The next look tells.
  }
}

function openSheet(order, payWord, asked) {
  sheet = asked;
  byId("sheet").className = order.platform;
  byId("sheet-payee").textContent = order.payee || "";
  byId("sheet-subject").textContent = order.subject || "";
  byId("sheet-amount").textContent = order.amount_fen ? yuan(order.amount_fen) : "";
  byId("sheet-result").textContent = "";
  byId("sheet-pay").textContent = payWord;
  byId("sheet-pay").hidden = false;
  byId("sheet-close").textContent = said().cancel;
  if (!byId("sheet").open) {
    byId("sheet").showModal();
  }
}

function endSheet(result, good) {
  byId("sheet-result").textContent = result;
  byId("sheet-result").className = good ? "good" : "bad";
  byId("sheet-pay").hidden = true;
  byId("sheet-close").textContent = said().done;
  sheet = null;
  look();
}

async function scan(qr) {
  try {
    const order = await ask("scan", { qr });
    openSheet(order, said().confirmPay(yuan(order.amount_fen)), { pay: () => ask("pay", { qr }) });
  } catch (trouble) {
    openSheet({}, "", {});
    endSheet(fault(trouble), false);
  }
}

byId("sheet-pay").addEventListener("click", async () => {
  const asked = sheet;
  if (!asked) {
    return;
  }
  sheet = null; // a second press pays nothing
  try {
    await asked.pay();
    endSheet(said().paid, true);
  } catch (trouble) {
    endSheet(fault(trouble), false);
  }
});

async function leaveSheet() {
  const asked = sheet;
  sheet = null;
  byId("sheet").close();
  if (asked && asked.refuse) {
    await asked.refuse().catch(() => {});
  }
}

byId("sheet-close").addEventListener("click", leaveSheet);
byId("sheet").addEventListener("cancel", (event) => {
  event.preventDefault();
  leaveSheet();
});

byId("paste").addEventListener("submit", (event) => {
  event.preventDefault();
  const qr = byId("qr").value.trim();
  if (qr) {
    byId("qr").value = "";
    scan(qr);
  }
});

// --- showing a code

async function freshCode(word) {
  const platform = document.querySelector("input[name=platform]:checked").value;
  try {
    code = await ask(`code?platform=${platform}&mood=${byId("mood").value}`);
    code.note = word || "";
    code.seen = "shown";
    // The sandbox's clock may be another day's: a new code is good for so long from now.
    clockAheadMs = code.expires_at - 60000 - Date.now();
    showCode();
  } catch (trouble) {
    byId("code-state").textContent = fault(trouble);
  }
}

function secondsLeft() {
  return Math.max(0, Math.round((code.expires_at - Date.now() - clockAheadMs) / 1000));
}

function showCode() {
  if (!code) {
    return;
  }
  byId("code").className = code.platform;
  const picture = "qr.svg?text=" + code.auth_code;
  if (byId("picture").getAttribute("src") !== picture) {
    byId("picture").src = picture;
  }
  byId("picture").alt = said()[code.platform];
  byId("digits").textContent = code.auth_code.replace(/(\d{4})(?=\d)/g, "$1 ");
  byId("life").value = secondsLeft();
  const now = code.seen === "shown" ? code.note || said().paysIn(secondsLeft()) : said()[code.seen] || code.seen;
  byId("code-state").textContent = now;
  byId("code-state").className = code.seen === "paid" ? "good" : "quiet";
}

const ended = { paid: "paid", refused: "refused", failed: "cancelled", closed: "closed", reversed: "reversed", unpaid: "cancelled" };

async function lookAtCode() {
  if (!code || byId("code").hidden) {
    return;
  }
  try {
    const now = await ask("code/" + code.auth_code);
    if (now.state === "asks-password" && !byId("sheet").open) {
      code.seen = "asks";
      const words = { auth_code: code.auth_code };
      openSheet(now, said().enterPassword, { pay: () => ask("confirm", words), refuse: () => ask("cancel", words) });
    } else if (now.state === "paying") {
      code.seen = "paying";
    } else if (ended[now.state]) {
      code.seen = ended[now.state];
    } else if (now.state === "expired") {
      await freshCode(said().expired);
    }
    showCode();
  } catch {
    // The next look tells.
  }
}

byId("fresh").addEventListener("click", () => freshCode());
byId("mood").addEventListener("change", () => freshCode());
byId("platforms").addEventListener("change", () => freshCode());
byId("hold").addEventListener("click", async () => {
  try {
    await ask("show", { auth_code: code.auth_code });
    code.note = said().held;
    showCode();
  } catch (trouble) {
    byId("code-state").textContent = fault(trouble);
  }
});
byId("tab-scan").addEventListener("click", () => turnTo("scan"));
byId("tab-code").addEventListener("click", () => turnTo("code"));
byId("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  speak();
});

speak();
turnTo("scan");
setInterval(look, lookEveryMs);
setInterval(lookAtCode, lookEveryMs / 2);
