// One phone: its chat, its keyboards, its text field. It sends what the person does and draws what the server says.

import { element, icon } from "/demo/draw.js";
import { drawn, oneStop, stepThrough } from "/demo/message.js";

const THINGS = ["photo", "album", "voice", "document", "location", "live", "venue", "contact", "card", "sticker", "dice", "forget"];
const CAPTIONED = ["photo", "album"];

export class Phone {
  constructor(facts, page) {
    Object.assign(this, { facts, page, messages: new Map(), commands: [], unread: 0, reply: null, changing: null, forwarded: false, keys: "" });
    this.build();
  }

  get say() {
    return this.page.say;
  }

  build() {
    const { title, subtitle, id, face } = this.facts;
    this.status = element("p", { class: "status" }, subtitle);
    this.badge = element("span", { class: "badge", hidden: true });
    this.big = element("button", { type: "button", class: "icon", onclick: () => this.page.enlarge(this) }, icon("enlarge"));
    this.list = element("ol", { class: "list" });
    this.scroll = element("div", { class: "scroll", tabindex: 0, role: "log" }, this.list);
    this.scroll.addEventListener("scroll", () => this.root.classList.toggle("above", !this.atEnd()));
    this.scroll.addEventListener("keydown", (event) => stepThrough(event, this.list));
    this.toDown = element("button", { type: "button", class: "icon down", tabindex: -1, onclick: () => this.toEnd() }, icon("down"));
    this.toasts = element("div", { class: "toasts", role: "status" });
    this.keyboard = element("div", { class: "keyboard" });
    this.context = element("div", { class: "context", hidden: true });
    this.menu = element("div", { class: "menu", hidden: true });
    this.starter = element("div", { class: "starter" });
    this.form = this.composer();
    const head = element("header", {}, element("div", { class: "face", "aria-hidden": "true" }, face), element("div", {}, element("h3", {}, title, this.badge), this.status), this.big);
    const chat = element("div", { class: "chat" }, this.scroll, this.toDown, this.toasts, this.menu);
    this.root = element("section", { class: "phone", id: `phone-${id}`, "data-phone": id }, head, chat, this.keyboard, this.context, this.form, this.starter);
    this.root.addEventListener("pointerdown", () => this.read());
    this.root.addEventListener("focusin", () => this.read());
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.closeMenu() && event.stopPropagation());
  }

  composer() {
    this.field = element("textarea", { rows: 1, maxlength: 4096, oninput: () => this.typed() });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        this.submit();
      }
    });
    this.attach = element("button", { type: "button", class: "icon", "aria-expanded": "false", onclick: () => this.open("things") }, icon("attach"));
    this.slash = element("button", { type: "button", class: "icon slash", "aria-expanded": "false", onclick: () => this.open("commands") }, "/");
    this.go = element("button", { type: "submit", class: "icon go" }, icon("send"));
    const form = element("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.submit(); } });
    form.append(this.attach, this.slash, this.field, this.go);
    return form;
  }

  // Words that depend on the language of the page.
  translate() {
    const { say, facts } = this;
    const named = [[this.big, say.enlarge], [this.attach, say.attach], [this.slash, say.commands], [this.go, say.send], [this.field, say.write], [this.toDown, say.down], [this.scroll, say.chat(facts.title)]];
    for (const [node, label] of named) node.setAttribute("aria-label", label);
    this.root.setAttribute("aria-label", say.chat(facts.title));
    this.field.placeholder = say.write;
    this.starter.replaceChildren(element("p", {}, facts.hint), element("button", { type: "button", class: "start", onclick: () => this.act({ do: "start" }) }, say.start));
    for (const message of this.messages.values()) message.node.replaceWith((message.node = this.bubble(message.data)));
    this.count(this.unread);
    this.showContext();
    this.closeMenu();
  }

  // Take what the server says is new.
  update(view) {
    const stay = view.fresh || this.atEnd();
    if (view.fresh) {
      this.messages.clear();
      this.list.replaceChildren();
    }
    for (const id of view.gone) this.drop(id);
    let news = 0;
    for (const data of view.messages) news += this.put(data) && data.bot ? 1 : 0;
    this.commands = view.commands;
    this.slash.hidden = !this.commands.length;
    this.status.textContent = view.typing ? this.say.typing : this.facts.subtitle;
    this.showKeyboard(view.keyboard);
    const empty = this.messages.size === 0 || view.blocked;
    this.root.classList.toggle("empty", empty);
    this.form.hidden = empty;
    if (!view.fresh && news && !this.root.classList.contains("current")) this.count(this.unread + news);
    this.stops();
    if (stay) this.toEnd();
    for (const toast of view.toasts) this.toast(toast);
  }

  // Of a phone that nobody looks at only the chat is a Tab stop; the rest of it follows once that is reached.
  stops() {
    const on = this.root.classList.contains("current");
    for (const node of [this.big, this.attach, this.slash, this.field, this.go, ...this.keyboard.querySelectorAll("button"), ...this.starter.querySelectorAll("button")]) node.tabIndex = on || node.className === "start" ? 0 : -1;
    oneStop(this.list, on);
  }

  put(data) {
    const known = this.messages.get(data.id);
    const node = this.bubble(data);
    if (known) {
      known.node.replaceWith(node);
    } else {
      const day = this.page.day(data.date);
      if (day !== this.lastDay() && this.newest(data.id)) this.list.append(element("li", { class: "day", "data-day": day }, day));
      const later = [...this.messages.values()].find((other) => other.data.id > data.id);
      if (later) later.node.before(node);
      else this.list.append(node);
    }
    this.messages.set(data.id, { data, node });
    return !known;
  }

  newest(id) {
    return [...this.messages.keys()].every((other) => other < id);
  }

  lastDay() {
    const days = this.list.querySelectorAll(".day");
    return days.length ? days[days.length - 1].dataset.day : null;
  }

  drop(id) {
    this.messages.get(id)?.node.remove();
    this.messages.delete(id);
  }

  bubble(data) {
    return drawn(data, this);
  }

  showKeyboard(rows) {
    const known = JSON.stringify(rows);
    if (known === this.keys) return;
    this.keys = known;
    this.keyboard.replaceChildren(...rows.map((row) => element("div", { class: "row" }, ...row.map((key) => element("button", { type: "button", onclick: () => this.act({ do: "press", text: key.text }) }, key.text)))));
  }

  // Menus over the chat: things to send, or commands (filtered by what is being typed).
  open(kind, filter = "") {
    if (!this.menu.hidden && this.menu.dataset.kind === kind && !filter) return this.closeMenu();
    const items = kind === "things" ? this.things() : this.commandList(filter);
    this.menu.dataset.kind = kind;
    this.menu.replaceChildren(...items);
    this.menu.hidden = !items.length;
    this.attach.setAttribute("aria-expanded", kind === "things");
    this.slash.setAttribute("aria-expanded", kind === "commands");
    if (!filter) this.menu.querySelector("button")?.focus();
    return true;
  }

  closeMenu() {
    const was = !this.menu.hidden;
    this.menu.hidden = true;
    this.attach.setAttribute("aria-expanded", "false");
    this.slash.setAttribute("aria-expanded", "false");
    return was;
  }

  things() {
    const send = (kind) => this.send({ do: kind }, CAPTIONED.includes(kind) ? "caption" : "");
    const items = THINGS.map((kind) => element("button", { type: "button", onclick: () => send(kind) }, icon(kind), this.say[kind]));
    return [...items, element("button", { type: "button", onclick: () => this.forward(true) }, icon("reply"), this.say.forward)];
  }

  commandList(filter) {
    return this.commands
      .filter((one) => `/${one.command}`.startsWith(filter))
      .map((one) => element("button", { type: "button", onclick: () => { this.take(); this.act({ do: "text", text: `/${one.command}` }); } }, element("b", {}, `/${one.command}`), element("small", {}, one.description)));
  }

  typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 96)}px`;
    const text = this.field.value;
    if (/^\/\w*$/.test(text)) this.open("commands", text);
    else this.closeMenu();
  }

  fill(text, forwarded) {
    this.field.value = text;
    this.forward(Boolean(forwarded));
    this.closeMenu();
    if (this.form.hidden) return this.starter.querySelector("button").focus(); // the words wait until it has begun
    this.typed();
    this.closeMenu();
  }

  forward(on) {
    this.about({ forwarded: on });
    this.closeMenu();
  }

  replyTo(data) {
    this.about({ reply: data });
  }

  change(data) {
    this.field.value = data.text;
    this.about({ changing: data });
    this.typed();
    this.closeMenu();
  }

  // What the next message is about: an answer, a change, something forwarded, or nothing.
  about(what) {
    Object.assign(this, { forwarded: false, reply: null, changing: null, ...what });
    this.showContext();
    this.field.focus();
  }

  showContext() {
    const on = this.forwarded || this.reply || this.changing;
    this.context.hidden = !on;
    if (!on) return;
    const other = this.reply || this.changing;
    const what = this.forwarded ? this.say.forwarded : `${this.reply ? this.say.replying : this.say.changing}: ${other.text || this.say[other.kind] || ""}`;
    const stop = element("button", { type: "button", class: "icon", "aria-label": this.say.cancel, onclick: () => this.about({}) }, icon("close"));
    this.context.replaceChildren(element("span", {}, what), stop);
  }

  take() {
    const text = this.field.value.trim();
    this.field.value = "";
    this.field.style.height = "auto";
    return text;
  }

  submit() {
    const { changing } = this;
    if (!this.field.value.trim() && (!changing || changing.kind === "text")) return;
    if (changing) this.send({ do: "edit", message_id: changing.id }, "text");
    else this.send({ do: "text", forwarded: this.forwarded }, "text");
  }

  // Send something with the words of the field (as `words`: text or caption). What can't be sent stands there again.
  async send(wish, words) {
    const { reply, changing, forwarded } = this;
    const text = words ? this.take() : "";
    this.about({});
    if (await this.act({ ...wish, [words || "caption"]: text, reply_to: reply?.id ?? null })) return;
    if (!this.field.value) this.field.value = text;
    this.about({ reply, changing, forwarded });
  }

  async act(wish) {
    this.closeMenu();
    this.toEnd();
    const done = await this.page.post(`/demo/phone/${this.facts.id}`, wish);
    if (!done) this.toast({ text: this.say.failed, alert: false });
    else if (!this.form.hidden && wish.do === "text") this.field.focus({ preventScroll: true });
    return done;
  }

  toast({ text, alert }) {
    this.toasts.querySelectorAll(".toast:not(.alert)").forEach((old) => old.remove());
    const node = element("div", { class: alert ? "toast alert" : "toast" }, element("p", {}, text));
    if (alert) node.append(element("button", { type: "button", onclick: () => node.remove() }, this.say.close));
    else setTimeout(() => node.remove(), 5000);
    this.toasts.append(node);
    if (alert) node.querySelector("button").focus();
  }

  read() {
    if (this.unread) this.count(0);
    this.page.chosen(this);
  }

  count(number) {
    this.unread = number;
    this.badge.hidden = !number;
    this.badge.textContent = number;
    this.badge.setAttribute("aria-label", this.say.unread(number));
    this.root.classList.toggle("news", number > 0);
    this.page.counted(this);
  }

  atEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 60;
  }

  toEnd() {
    requestAnimationFrame(() => { this.scroll.scrollTop = this.scroll.scrollHeight; });
  }
}
