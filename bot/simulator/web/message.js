// One message in a chat: its bubble, its buttons, and what a person can do with it.

import { element, formatted, icon, media } from "/demo/draw.js";

// `phone` says and does; the message only asks it to.
export function drawn(data, phone) {
  const { say } = phone;
  const bubble = element("div", { class: "bubble" });
  if (data.forwarded) bubble.append(element("p", { class: "origin" }, say.forwarded));
  if (data.reply) bubble.append(element("p", { class: "quote" }, data.reply.text || "…"));
  const tile = media(data, say);
  if (tile) bubble.append(tile);
  if (data.text) bubble.append(element("div", { class: "text" }, formatted(data.text, data.entities, (command) => phone.act({ do: "text", text: command }))));
  bubble.append(foot(data, phone));
  const rows = data.buttons.map((row) => element("div", { class: "row" }, ...row.map((button) => tap(button, data.id, phone))));
  const line = element("div", { class: "line" }, bubble, element("div", { class: "deeds" }, ...deeds(data, phone)));
  const node = element("li", { class: data.bot ? "theirs" : "mine", "data-message": data.id }, line, rows.length ? element("div", { class: "inline" }, ...rows) : null);
  bubble.addEventListener("click", () => node.classList.toggle("chosen"));
  return node;
}

function foot(data, phone) {
  const reaction = data.reactions.length ? element("span", { class: "reaction" }, data.reactions.join("")) : null;
  return element("p", { class: "foot" }, reaction, data.edited && !data.bot ? phone.say.edited : null, element("time", {}, phone.page.hour(data.date)));
}

// What can be done with a message: answer it; one's own also change (its words, or where a live place is) and delete.
function deeds(data, phone) {
  const { say } = phone;
  const deed = (name, label, act) => element("button", { type: "button", class: `deed icon ${name}`, "aria-label": label, title: label, onclick: act }, icon(name));
  const all = [deed("reply", say.reply, () => phone.replyTo(data))];
  if (data.bot) return all;
  if (data.media?.live_period) all.push(deed("live", say.move, () => phone.act({ do: "move", message_id: data.id })));
  else if (data.text || ["photo", "voice", "document"].includes(data.kind)) all.push(deed("edit", say.edit, () => phone.change(data)));
  return [...all, deed("remove", say.remove, () => phone.act({ do: "delete", message_id: data.id }))];
}

function tap(button, message_id, phone) {
  if (button.url) return element("a", { class: "tap", href: button.url, target: "_blank", rel: "noopener noreferrer", title: button.text }, button.text);
  return element("button", { type: "button", class: "tap", title: button.text, onclick: () => phone.act({ do: "tap", data: button.data, message_id }) }, button.text);
}

// Of all buttons in a chat only those of the newest message are Tab stops; arrow keys lead through the older ones.
export function oneStop(list, on) {
  const all = [...list.querySelectorAll("button, a")];
  const newest = list.lastElementChild;
  for (const node of all) node.tabIndex = on && newest?.contains(node) && node.classList.contains("tap") ? 0 : -1;
}

export function stepThrough(event, list) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  const all = [...list.querySelectorAll("button, a")];
  const at = all.indexOf(document.activeElement);
  const next = at < 0 ? all.length - 1 : at + step;
  if (!all[next]) return;
  event.preventDefault();
  all[next].focus();
}
