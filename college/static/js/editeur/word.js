// Word writes its lists as paragraphs: « mso-list:l0 level2 lfo1 » and a marker. This builds the real ones.

const REPERE = /mso-list:\s*(l\d+)\s+level(\d+)\s+(lfo\d+)/i;
const DEFINITION = /@list\s+(l\d+):level(\d+)[^{]*\{([^}]*)\}/gi;
const COMPTE = /^\(?(\d+|[a-z]{1,2}|[ivxlc]+)[.)°]/i;
const SIMPLE = /^\(?(?:\d+|[a-z]{1,2}|[ivxlc]+)[\s.):°-]*$/i;
const GENRES = { "alpha-lower": "a", "alpha-upper": "A", "roman-lower": "i", "roman-upper": "I" };
const ROMAINS = { i: 1, v: 5, x: 10, l: 50, c: 100 };
const TIRETS = /^\s*(?:[·•▪§–—-]|o(?=\s))\s+/;

export const styleDe = (element) => element.dataset?.style ?? "";

// How the levels of the lists are numbered, as the style sheet of the clipboard says: null for bullets.
function definitions(html) {
  const connues = new Map();
  for (const [, liste, niveau, regles] of html.matchAll(DEFINITION)) {
    const format = /mso-level-number-format:\s*"?([\w-]+)/i.exec(regles)?.[1] ?? "decimal";
    connues.set(`${liste}:${niveau}`, /^(bullet|image|none)$/i.test(format) ? null : GENRES[format.toLowerCase()] ?? "1");
  }
  return connues;
}

// The marker is between two conditional comments, or in a span of its own; it goes away from the text.
function retirerMarque(p) {
  let marque = "";
  const marcheur = document.createTreeWalker(p, NodeFilter.SHOW_COMMENT);
  while (marcheur.nextNode()) {
    const debut = marcheur.currentNode;
    if (!/if\s+!supportLists/i.test(debut.data)) continue;
    for (let suite = debut.nextSibling; suite && suite.nodeType !== Node.COMMENT_NODE; suite = debut.nextSibling) {
      marque += suite.textContent;
      suite.remove();
    }
    break;
  }
  for (const span of p.querySelectorAll("[data-style*='mso-list']")) {
    if (!/mso-list:\s*ignore/i.test(styleDe(span))) continue;
    marque += span.textContent;
    span.remove();
  }
  if (!marque) marque = retirerDebut(p);
  return marque.replace(/[\s\u00a0]+/g, " ").trim();
}

function retirerDebut(p) {
  const texte = p.textContent.replace(/\u00a0/g, " ");
  const trouve = TIRETS.exec(texte) ?? /^\s*\(?(?:\d+|[a-z])[.)]\s+/i.exec(texte);
  if (!trouve) return "";
  let reste = trouve[0].length;
  const marcheur = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  while (reste > 0 && marcheur.nextNode()) {
    const coupe = Math.min(reste, marcheur.currentNode.data.length);
    marcheur.currentNode.data = marcheur.currentNode.data.slice(coupe);
    reste -= coupe;
  }
  return trouve[0];
}

// « a) » and « i. » by themselves: the first of a list of letters, or of roman numbers.
function numerotation(marque) {
  const [, ecrit = ""] = COMPTE.exec(marque) ?? [];
  if (!/^[a-z]+$/i.test(ecrit)) return "1";
  const type = /^[ivx]+$/i.test(ecrit) && !/^[vx]$/i.test(ecrit) ? "i" : "a";
  return ecrit === ecrit.toLowerCase() ? type : type.toUpperCase();
}

function rang(marque, type) {
  const [, ecrit = ""] = COMPTE.exec(marque) ?? [];
  if (/^\d+$/.test(ecrit)) return Number(ecrit);
  const lettres = [...ecrit.toLowerCase()];
  if (type.toLowerCase() === "a" && lettres.length === 1) return lettres[0].charCodeAt(0) - 96;
  if (type.toLowerCase() !== "i") return 1;
  const valeurs = lettres.map((lettre) => ROMAINS[lettre] ?? 0);
  return valeurs.reduce((somme, n, place) => somme + (n < (valeurs[place + 1] ?? 0) ? -n : n), 0) || 1;
}

const precedent = (noeud) => {
  let avant = noeud.previousSibling;
  while (avant && (avant.nodeType === Node.COMMENT_NODE || (avant.nodeType === Node.TEXT_NODE && !avant.data.trim()))) {
    avant = avant.previousSibling;
  }
  return avant;
};

function creer({ genre, cle, depart, type }) {
  const liste = document.createElement(genre);
  liste.dataset.cle = cle;
  if (genre === "ol" && depart > 1) liste.setAttribute("start", depart);
  if (genre === "ol" && type !== "1") liste.setAttribute("type", type);
  return liste;
}

// « Article 1. », « 1.1. », « § 2 »: numbers that a list of ours cannot show stay in words, under the item that they part.
function dire(p, marque, { niveau, cle }) {
  p.prepend(`${marque} `);
  const avant = precedent(p);
  if (niveau === 1 || avant?.dataset?.cle !== cle) return;
  avant.lastElementChild.append(p);
}

// The list that receives an item: the one just before when it goes on, at its depth; otherwise a new one.
function accueillir(p, place) {
  const { genre, niveau, cle } = place;
  const avant = precedent(p);
  let liste = avant?.dataset?.cle ? avant : null;
  for (let n = 1; liste && n < niveau && liste.lastElementChild; n += 1) {
    const dedans = liste.lastElementChild.querySelector(":scope > [data-cle]:last-child");
    if (!dedans) {
      const nouvelle = creer(place);
      liste.lastElementChild.append(nouvelle);
      return nouvelle;
    }
    liste = dedans;
  }
  if (liste && (liste.dataset.cle === cle || niveau > 1) && liste.localName === genre) return liste;
  const nouvelle = creer(place);
  if (liste && niveau > 1) liste.after(nouvelle);
  else p.before(nouvelle);
  return nouvelle;
}

export function listesDeWord(corps, html) {
  const connues = definitions(html);
  for (const p of [...corps.querySelectorAll("[data-style*='mso-list'], p[class*='MsoListParagraph'], p[class*='MsoListBullet'], p[class*='MsoListNumber']")]) {
    const style = styleDe(p);
    if (!p.isConnected || /mso-list:\s*(ignore|none)/i.test(style) || /^h\d$/i.test(p.localName)) continue;
    const [, liste = "", niveau = "1", lfo = ""] = REPERE.exec(style) ?? [];
    const marque = retirerMarque(p);
    if (!liste && !marque) continue;
    const dit = connues.get(`${liste}:${niveau}`);
    const type = dit === undefined ? COMPTE.test(marque) && numerotation(marque) : dit;
    const place = { genre: type ? "ol" : "ul", niveau: Number(niveau), cle: liste + lfo, type, depart: rang(marque, type || "1") };
    if (type && marque && !SIMPLE.test(marque)) {
      dire(p, marque, place);
      continue;
    }
    const item = document.createElement("li");
    item.append(...p.childNodes);
    accueillir(p, place).append(item);
    p.remove();
  }
}

// A field of Word is « begin, code, separator, result, end », and nests: the result alone is text.
export function champsDeWord(corps) {
  const ouverts = [];
  const codes = [];
  const marcheur = document.createTreeWalker(corps, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (marcheur.nextNode()) {
    const noeud = marcheur.currentNode;
    if (noeud.nodeType === Node.TEXT_NODE) {
      if (ouverts.includes("code")) codes.push(noeud);
      continue;
    }
    const borne = /mso-element:\s*field-(begin|separator|end)/i.exec(styleDe(noeud))?.[1];
    if (borne === "begin") ouverts.push("code");
    else if (borne === "separator") ouverts.splice(-1, 1, "resultat");
    else if (borne === "end") ouverts.pop();
  }
  for (const code of codes) code.remove();
}
