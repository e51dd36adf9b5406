// Drawing a message. Text is only ever put in as text; nothing a person or the bot wrote is read as HTML.

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote" };

const ICONS = {
  attach: "M20 11.5 11.8 19.7a5 5 0 0 1-7.1-7.1l8.9-8.9a3.4 3.4 0 0 1 4.8 4.8l-8.8 8.8a1.7 1.7 0 0 1-2.4-2.4l8-8",
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  photo: "M4 6h16v13H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  album: "M7 4h13v11H7zM4 8v11h13M7 13l4-4 5 6",
  voice: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  location: "M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.8 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-5.5 8-5.5s7 1.5 8 5.5",
  document: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  live: "M12 21s-6-5.5-6-10a6 6 0 0 1 12 0c0 4.5-6 10-6 10zM12 11h.01M2.5 6a8 8 0 0 0 0 10M21.5 6a8 8 0 0 1 0 10",
  venue: "M4 20h16M6 20V9l6-5 6 5v11M10 20v-5h4v5",
  card: "M3 6h18v12H3zM8.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.5 16c.5-1.5 1.5-2 3-2s2.5.5 3 2M14.5 10h4M14.5 14h4",
  sticker: "M5 4h14v9l-6 7H5zM13 20v-7h6M9 9h.01M14 9h.01",
  dice: "M5 5h14v14H5zM9 9h.01M15 9h.01M12 12h.01M9 15h.01M15 15h.01",
  forget: "M4 4l16 16M8 4h8l4 4v8M16 20H4V8",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  reply: "M10 6 4 12l6 6M4 12h9c4 0 7 2 7 6",
  enlarge: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v13M6 13l6 6 6-6",
};

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// Cut the text where any entity begins or ends; wrap each piece in what is in force there. Offsets are UTF-16, as in JS.
export function formatted(text, entities, onCommand) {
  const cuts = new Set([0, text.length]);
  for (const e of entities) cuts.add(e.offset).add(e.offset + e.length);
  const places = [...cuts].filter((at) => at <= text.length).sort((a, b) => a - b);
  const whole = document.createDocumentFragment();
  for (let i = 0; i + 1 < places.length; i++) {
    const piece = text.slice(places[i], places[i + 1]);
    let node = document.createTextNode(piece);
    const inForce = entities.filter((e) => e.offset <= places[i] && e.offset + e.length >= places[i + 1]);
    for (const entity of inForce.reverse()) node = wrapped(node, entity, piece, onCommand);
    whole.append(node);
  }
  return whole;
}

function wrapped(node, entity, piece, onCommand) {
  if (entity.type === "bot_command") return element("button", { type: "button", class: "command", onclick: () => onCommand(piece) }, node);
  if (entity.type === "url" || entity.type === "text_link") {
    const href = entity.url || piece;
    return /^https?:\/\//.test(href) ? element("a", { href, target: "_blank", rel: "noopener noreferrer" }, node) : node;
  }
  if (entity.type === "spoiler") return element("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("open") }, node);
  return TAGS[entity.type] ? element(TAGS[entity.type], {}, node) : node;
}

export function media(message, say) {
  const it = message.media || {};
  switch (message.kind) {
    case "photo":
      return element("img", { class: "photo", src: address(it), alt: say.photo, width: 320, height: 240 });
    case "voice":
      return element("div", { class: "tile voice", role: "img", "aria-label": say.seconds(it.duration) }, icon("voice"), waves(message.id), `0:${String(it.duration).padStart(2, "0")}`);
    case "audio":
      return tile("voice", it.file_name || say.voice, say.seconds(it.duration));
    case "video":
    case "video_note":
      return tile("album", say.video, say.seconds(it.duration));
    case "location":
      return tile(it.live_period ? "live" : "location", it.live_period ? say.live : say.location, degrees(it));
    case "venue":
      return tile("venue", it.title, `${it.address} · ${degrees(it.location)}`);
    case "dice":
      return element("div", { class: "sticker", role: "img", "aria-label": say.dice }, `${it.emoji} ${it.value}`);
    case "contact":
      return tile("contact", it.first_name, it.phone_number);
    case "document":
      return element("a", { class: "paper", href: address(it), download: it.file_name }, tile("document", it.file_name, say.document));
    case "sticker":
      return element("div", { class: "sticker", role: "img", "aria-label": say.sticker }, it.emoji || "");
    default:
      return null;
  }
}

function degrees(place) {
  return `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
}

function address(it) {
  return `/demo/file/${encodeURIComponent(it.file_id)}`;
}

function tile(name, title, detail) {
  return element("div", { class: "tile" }, icon(name), element("span", {}, element("b", {}, title), element("small", {}, detail)));
}

function waves(seed) {
  const bars = element("span", { class: "waves" });
  for (let i = 0; i < 24; i++) {
    const bar = element("i");
    bar.style.height = `${20 + (((seed + 3) * (i + 7) * 37) % 80)}%`;
    bars.append(bar);
  }
  return bars;
}
