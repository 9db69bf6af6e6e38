// What comes from Word, LibreOffice, Outlook or the web, as our own elements and nothing else of theirs.
// The server sanitises again: this makes a paste right at once.

import { LIEN_PERMIS } from "./schema.js";
import { champsDeWord, listesDeWord, styleDe } from "./word.js";

const ALIAS = { b: "strong", i: "em", strike: "s", div: "p", h1: "h3", h2: "h3", h3: "h3", h4: "h4", h5: "h4", h6: "h4" };
const GARDEES = new Set(("p h3 h4 ul ol li strong em u s sub sup a br table thead tbody tfoot tr td th caption "
  + "blockquote ins del").split(" "));
const BLOCS = "p,h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,div,section,article";
const ATTRIBUTS = { a: ["href"], ol: ["start", "type"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan", "scope"] };
const JETEES = "script,style,meta,link,title,xml,object,iframe,svg,img,video,audio,canvas,input,button,select,textarea,"
  + "template,noscript,[data-style*='mso-element:comment-list'],[data-style*='mso-element:footnote-sep'],.msocomanchor,.MsoCommentReference";
const NUMEROS = { "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I" };
const VIDE = /^[\s\u00a0]*$/;

// Word's own tags (o:p, w:sdt, v:shape) and tracked changes: the text as it would be once accepted.
function accepter(corps, deWord) {
  for (const element of [...corps.querySelectorAll(JETEES)]) element.remove();
  for (const element of [...corps.querySelectorAll("*")]) {
    const cache = /mso-hide:\s*all|display:\s*none/i.test(styleDe(element));
    if (cache || /^(v|w|x|m):/i.test(element.localName)) {
      if (cache || !element.localName.startsWith("w:")) element.remove();
    } else if (deWord && element.matches("del, tr[height='0']")) element.remove(); // the row that only aligns columns
    else if (deWord && element.localName === "ins") element.replaceWith(...element.childNodes);
  }
}

// <ul><ul>…</ul></ul> (Word on the web, old LibreOffice): a list belongs to the item before it.
function rattacher(corps) {
  for (const liste of [...corps.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")]) {
    let item = liste.previousElementSibling;
    if (item?.localName !== "li") liste.before((item = document.createElement("li")));
    item.append(liste);
  }
}

// « a) » and « i. » said by a style rather than by a type (Google Docs says it on each item).
function lettrer(corps) {
  for (const liste of corps.querySelectorAll("ol")) {
    const styles = `${styleDe(liste)};${liste.firstElementChild ? styleDe(liste.firstElementChild) : ""}`;
    const dit = NUMEROS[/list-style(?:-type)?:\s*([\w-]+)/i.exec(styles)?.[1]?.toLowerCase()] ?? liste.getAttribute("type");
    if (/^[aAiI]$/.test(dit)) liste.setAttribute("type", dit);
    else liste.removeAttribute("type");
  }
}

// <ol><li>un</li></ol><ol start=2><li>deux</li></ol>: one list, cut by the program that wrote it.
function recoudre(corps) {
  for (const liste of [...corps.querySelectorAll("ol[start]")]) {
    const avant = liste.previousElementSibling;
    const compte = avant?.localName === "ol" && Number(avant.getAttribute("start") ?? 1) + avant.children.length;
    if (!compte || compte !== Number(liste.getAttribute("start")) || avant.type !== liste.type) continue;
    avant.append(...liste.childNodes);
    liste.remove();
  }
}

// Bold, italics and exponents said by a style rather than by a tag.
const STYLES = [
  ["strong", /(?:^|;)\s*font-weight:\s*(?:bold(?:er)?|[6-9]\d\d)/i],
  ["em", /(?:^|;)\s*font-style:\s*italic/i],
  ["sup", /vertical-align:\s*super/i],
  ["sub", /vertical-align:\s*sub/i],
  ["s", /text-decoration(?:-line)?:[^;]*line-through/i],
];
const APPEL = ".MsoFootnoteReference, .MsoEndnoteReference";
const styles = (element) => {
  const dits = STYLES.filter(([, motif]) => motif.test(styleDe(element))).map(([nom]) => nom);
  return element.matches(APPEL) && !element.parentElement.closest(APPEL) ? [...dits, "sup"] : dits;
};

function envelopper(noeuds, marques) {
  return marques.reduce((dedans, nom) => {
    const marque = document.createElement(nom);
    marque.append(...dedans);
    return [marque];
  }, noeuds);
}

function nomDe(element) {
  const nom = element.localName;
  if ((nom === "b" || nom === "i") && /font-(weight|style):\s*normal/i.test(styleDe(element))) return "";
  if (nom === "div" && element.querySelector(BLOCS)) return "";
  if (nom === "p" && element.closest("li") && !element.nextElementSibling && !element.previousElementSibling) return "";
  if (nom === "td" && element.closest("thead")) return "th";
  return ALIAS[nom] ?? nom;
}

function copier(element) {
  const nom = nomDe(element);
  const dedans = [...element.childNodes].flatMap(recopier);
  if (!GARDEES.has(nom)) return element.matches(BLOCS) ? dedans : envelopper(dedans, styles(element));
  if (nom === "a" && !LIEN_PERMIS.test(element.getAttribute("href") ?? "")) return dedans;
  const copie = document.createElement(nom);
  for (const attribut of ATTRIBUTS[nom] ?? []) {
    const valeur = element.getAttribute(attribut);
    if (valeur && valeur !== "1") copie.setAttribute(attribut, valeur);
  }
  copie.append(...dedans);
  const utile = ["br", "td", "th", "tr"].includes(nom) || !VIDE.test(copie.textContent) || copie.querySelector("td, th");
  if (utile) return [copie];
  return copie.textContent && !element.matches(`${BLOCS},li`) ? [document.createTextNode(" ")] : [];
}

function recopier(noeud) {
  if (noeud.nodeType === Node.TEXT_NODE) {
    const texte = noeud.data.replace(/[\t\r\n ]+/g, " ");
    return texte ? [document.createTextNode(texte)] : [];
  }
  return noeud.nodeType === Node.ELEMENT_NODE ? copier(noeud) : [];
}

// Spaces that the source wrote around its blocks and in double, for nobody.
function rogner(propre) {
  propre.normalize();
  const marcheur = document.createTreeWalker(propre, NodeFilter.SHOW_TEXT);
  while (marcheur.nextNode()) marcheur.currentNode.data = marcheur.currentNode.data.replace(/[ \u00a0]{2,}/g, " ");
  for (const saut of propre.querySelectorAll(":scope > br")) saut.remove();
  for (const bloc of propre.querySelectorAll("p, li, h3, h4, td, th")) {
    const [premier, dernier] = [bloc.firstChild, bloc.lastChild];
    if (premier?.nodeType === Node.TEXT_NODE) premier.data = premier.data.trimStart();
    if (dernier?.nodeType === Node.TEXT_NODE) dernier.data = dernier.data.trimEnd();
    while (bloc.lastChild?.localName === "br") bloc.lastChild.remove();
  }
}

// The strict policy of the page holds for what is parsed here too: styles are read as data, never applied.
function analyser(html) {
  const inerte = html.replace(/<style\b[\s\S]*?<\/style>/gi, "").replace(/(<[a-z][^>]*?\s)style(?=\s*=)/gi, "$1data-style");
  return new DOMParser().parseFromString(inerte, "text/html").body;
}

export function nettoyer(html) {
  if (/data-pm-slice/.test(html)) return html; // from this editor: the schema alone judges
  const corps = analyser(html);
  const deWord = /mso-|urn:schemas-microsoft-com:office/i.test(html);
  if (deWord) champsDeWord(corps);
  if (deWord) listesDeWord(corps, html);
  accepter(corps, deWord);
  lettrer(corps);
  rattacher(corps);
  const propre = document.createElement("div");
  propre.append(...[...corps.childNodes].flatMap(recopier));
  recoudre(propre);
  rogner(propre);
  return propre.innerHTML.trim();
}
