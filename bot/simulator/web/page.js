// The page around the phones: the clock, the language, the stories, and the stream of what is new.

import { element } from "/demo/draw.js";
import { Phone } from "/demo/phone.js";
import { stories, words } from "/demo/words.js";

const page = {
  tongue: localStorage.getItem("tongue") === "en" ? "en" : "id",
  phones: [],
  zone: "Asia/Jakarta",
  clock: null,

  get say() {
    return words[this.tongue];
  },

  locale() {
    return this.tongue === "en" ? "en-GB" : "id-ID";
  },

  hour(seconds) {
    return new Intl.DateTimeFormat(this.locale(), { timeZone: this.zone, hour: "2-digit", minute: "2-digit" }).format(seconds * 1000);
  },

  day(seconds) {
    return new Intl.DateTimeFormat(this.locale(), { timeZone: this.zone, weekday: "long", day: "numeric", month: "long" }).format(seconds * 1000);
  },

  async post(path, body) {
    try {
      const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  },

  chosen(phone) {
    for (const other of this.phones) {
      other.root.classList.toggle("current", other === phone);
      other.tab.setAttribute("aria-selected", other === phone);
      other.tab.tabIndex = other === phone ? 0 : -1;
      other.stops();
    }
  },

  counted(phone) {
    if (phone.tab) phone.tab.replaceChildren(phone.facts.title, phone.unread ? element("span", { class: "badge", "aria-label": this.say.unread(phone.unread) }, String(phone.unread)) : "");
    const all = this.phones.reduce((sum, one) => sum + one.unread, 0);
    document.title = all ? `(${all}) Puskesos: demo` : "Puskesos: demo";
  },

  enlarge(phone) {
    const on = !phone.root.classList.contains("large");
    for (const other of this.phones) other.root.classList.toggle("large", on && other === phone);
    document.body.classList.toggle("dimmed", on);
    phone.toEnd();
  },

  show(phone) {
    this.chosen(phone);
    if (narrow.matches) fold();
    phone.root.scrollIntoView({ block: "nearest", inline: "center" });
    phone.tab.scrollIntoView({ block: "nearest", inline: "center" });
    phone.root.classList.remove("pointed");
    requestAnimationFrame(() => {
      phone.root.classList.add("pointed");
      phone.toEnd(); // a chat that was hidden could not scroll before
    });
  },
};

const narrow = matchMedia("(max-width: 760px)");

// On a small screen the stories are one line, which opens over the phone and closes once a step was chosen.
function fold() {
  document.querySelector("aside details").open = !narrow.matches;
}

function translate() {
  document.documentElement.lang = page.tongue;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = page.say[node.dataset.word];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", page.say[node.dataset.label]);
  for (const node of document.querySelectorAll("[data-tongue]")) node.setAttribute("aria-pressed", node.dataset.tongue === page.tongue);
  for (const phone of page.phones) phone.translate();
  showClock(page.clock);
  showStories();
}

function showClock(clock) {
  page.clock = clock;
  if (!clock) return;
  const now = new Date(`${clock.now}Z`);
  const written = (moment, how) => new Intl.DateTimeFormat(page.locale(), { timeZone: "UTC", ...how }).format(moment);
  const time = { hour: "2-digit", minute: "2-digit" };
  document.getElementById("time").textContent = written(now, time);
  document.getElementById("time").dateTime = clock.now;
  document.getElementById("zone").textContent = clock.zone;
  document.getElementById("date").textContent = written(now, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const due = clock.due && new Date(`${clock.due}Z`);
  const when = due && `${written(due, { weekday: "long", day: "numeric", month: "short" })}, ${written(due, time)}`;
  document.getElementById("due").textContent = due ? page.say.due(when) : page.say.no_due;
  document.querySelector("[data-step=next_due]").disabled = !due;
}

async function move(event) {
  const buttons = document.querySelectorAll("[data-step]");
  for (const button of buttons) button.disabled = true;
  document.getElementById("due").textContent = page.say.moving;
  const clock = await page.post("/demo/clock", { step: event.currentTarget.dataset.step });
  for (const button of buttons) button.disabled = false;
  showClock(clock || page.clock);
}

function showStories() {
  const open = [...document.querySelectorAll("#stories details")].map((one) => one.open);
  document.getElementById("stories").replaceChildren(...stories.map((story, number) => {
    const steps = story.steps.map((step) => showStep(step));
    const title = element("summary", {}, story.title[page.tongue]);
    return element("details", { name: "story", open: open[number] ?? number === 0 }, title, element("ol", {}, ...steps));
  }));
}

function showStep(step) {
  const phone = step.phone === null ? null : page.phones[step.phone];
  const who = phone ? element("button", { type: "button", class: "who", "data-place": step.phone, onclick: () => page.show(phone) }, phone.facts.title) : element("span", { class: "who" }, page.say.clock);
  const item = element("li", {}, who, element("span", {}, step[page.tongue]));
  if (step.text && phone) {
    const fill = () => { page.show(phone); phone.fill(step.text, step.forwarded); };
    item.append(element("button", { type: "button", class: "fill", onclick: fill }, `${page.say.fill}: “${step.text}”`));
  }
  return item;
}

function listen() {
  const stream = new EventSource("/demo/events");
  const lost = document.getElementById("lost");
  stream.addEventListener("open", () => { lost.hidden = true; });
  stream.addEventListener("error", () => { lost.hidden = false; });
  stream.addEventListener("clock", (event) => showClock(JSON.parse(event.data)));
  stream.addEventListener("chat", (event) => {
    const view = JSON.parse(event.data);
    page.phones.find((phone) => phone.facts.id === view.id)?.update(view);
  });
}

async function begin() {
  const state = await (await fetch("/demo/state")).json();
  page.zone = state.zone;
  page.phones = state.phones.map((facts) => new Phone(facts, page));
  page.phones.forEach((phone, place) => {
    phone.root.dataset.place = place;
    phone.tab = element("button", { type: "button", role: "tab", "aria-controls": phone.root.id, "data-place": place, onclick: () => page.show(phone) }, phone.facts.title);
  });
  document.getElementById("phones").append(...page.phones.map((phone) => element("div", { class: "cell" }, phone.root)));
  const tabs = document.getElementById("tabs");
  tabs.append(...page.phones.map((phone) => phone.tab));
  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = page.phones[page.phones.findIndex((phone) => phone.tab === document.activeElement) + step];
    if (!next) return;
    page.show(next);
    next.tab.focus();
  });
  document.querySelectorAll("[data-step]").forEach((button) => button.addEventListener("click", move));
  document.querySelectorAll("[data-tongue]").forEach((button) => button.addEventListener("click", () => {
    page.tongue = button.dataset.tongue;
    localStorage.setItem("tongue", page.tongue);
    translate();
  }));
  document.addEventListener("keydown", (event) => {
    const large = page.phones.find((phone) => phone.root.classList.contains("large"));
    if (event.key === "Escape" && large) page.enlarge(large);
  });
  narrow.addEventListener("change", fold);
  fold();
  page.chosen(page.phones[0]);
  translate();
  listen();
}

begin();
