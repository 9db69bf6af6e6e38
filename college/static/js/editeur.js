// A small editor over textarea[data-riche]: what one sees is what is kept. Without scripts the textarea stays.
// The server cleans again: this cleaning only makes a paste look right at once.

const GARDEES = new Set(["P", "H2", "H3", "H4", "UL", "OL", "LI", "STRONG", "EM", "U", "S", "SUB", "SUP", "A", "BR",
  "TABLE", "THEAD", "TBODY", "TFOOT", "TR", "TD", "TH", "CAPTION", "BLOCKQUOTE", "INS", "DEL"]);
const ALIAS = { B: "STRONG", I: "EM", STRIKE: "S", DIV: "P", H1: "H2", H5: "H4", H6: "H4" };
const ATTRIBUTS = { A: ["href"], OL: ["start"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan", "scope"] };
const JETEES = new Set(["SCRIPT", "STYLE", "META", "LINK", "TITLE", "HEAD", "OBJECT", "IFRAME", "SVG", "IMG", "XML"]);
const PUCE = /^[\s\u00a0]*(?:[·•▪o§–-]|(?:\d+|[a-z]|[ivx]+)[.)])[\s\u00a0]+/i;
const NUMERO = /^[\s\u00a0]*(?:\d+|[a-z]|[ivx]+)[.)]/i;
const OUTILS = [
  ["bold", "G", "Gras"], ["italic", "I", "Italique"], null,
  ["p", "Texte", "Texte courant"], ["h3", "Titre", "Titre"],
  ["insertUnorderedList", "•", "Liste à puces"], ["insertOrderedList", "1.", "1. Liste numérotée"],
  ["tableau", "Tableau", "Insérer un tableau"], null,
  ["clause:Vu ", "Vu", "Insérer « Vu »"], ["clause:Considérant que ", "Considérant", "Insérer « Considérant que »"],
  ["clause:Article 1er. ", "Article", "Insérer « Article »"],
];

function listesDeWord(corps) {
  for (const p of [...corps.querySelectorAll("p[style*='mso-list'], p[class*='MsoListParagraph']")]) {
    const niveau = Number(/level(\d+)/.exec(p.getAttribute("style") ?? "")?.[1] ?? 1);
    const genre = NUMERO.test(p.textContent) ? "ol" : "ul";
    p.innerHTML = p.innerHTML.replace(/<!--\[if !supportLists\]-->.*?<!--\[endif\]-->/s, "");
    if (PUCE.test(p.textContent)) retirerPuce(p);
    const item = document.createElement("li");
    item.append(...p.childNodes);
    placer(p, item, genre, niveau);
  }
}

function retirerPuce(p) {
  let reste = PUCE.exec(p.textContent)[0].length;
  const marcheur = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  while (reste > 0 && marcheur.nextNode()) {
    const coupe = Math.min(reste, marcheur.currentNode.data.length);
    marcheur.currentNode.data = marcheur.currentNode.data.slice(coupe);
    reste -= coupe;
  }
}

function placer(p, item, genre, niveau) {
  let liste = p.previousElementSibling;
  if (!liste || !["UL", "OL"].includes(liste.tagName)) {
    liste = document.createElement(genre);
    p.before(liste);
  }
  for (let n = 1; n < niveau && liste.lastElementChild; n += 1) {
    let dedans = liste.lastElementChild.querySelector(":scope > ul, :scope > ol");
    if (!dedans) liste.lastElementChild.append((dedans = document.createElement(genre)));
    liste = dedans;
  }
  liste.append(item);
  p.remove();
}

function recopier(source, cible) {
  for (const noeud of source.childNodes) {
    if (noeud.nodeType === Node.TEXT_NODE) {
      cible.append(noeud.data.replace(/[\t\r\n ]+/g, " "));
    } else if (noeud.nodeType === Node.ELEMENT_NODE && !JETEES.has(noeud.tagName.toUpperCase())) {
      const nom = ALIAS[noeud.tagName] ?? noeud.tagName;
      if (!GARDEES.has(nom)) {
        recopier(noeud, cible);
        continue;
      }
      const copie = document.createElement(nom);
      for (const attribut of ATTRIBUTS[nom] ?? []) {
        const valeur = noeud.getAttribute(attribut);
        if (valeur && (attribut !== "href" || /^(https?|mailto):/i.test(valeur))) copie.setAttribute(attribut, valeur);
      }
      recopier(noeud, copie);
      if (copie.textContent.trim() || ["BR", "TD", "TH"].includes(nom) || copie.querySelector("td, th, br")) cible.append(copie);
    }
  }
}

export function nettoyer(html) {
  const lu = new DOMParser().parseFromString(html, "text/html");
  listesDeWord(lu.body);
  const propre = document.createElement("div");
  recopier(lu.body, propre);
  return propre.innerHTML.trim();
}

const echapper = (texte) => texte.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const enParagraphes = (texte) =>
  texte.split(/\n+/).filter((ligne) => ligne.trim()).map((ligne) => `<p>${echapper(ligne.trim())}</p>`).join("");
const enHtml = (texte) => (/<\w/.test(texte) ? nettoyer(texte) : enParagraphes(texte));

function inserer(html) {
  document.execCommand("insertHTML", false, html);
}

function executer(ordre) {
  if (ordre.startsWith("clause:")) inserer(`<p>${ordre.slice(7)}</p>`);
  else if (ordre === "tableau") inserer("<table><tbody><tr><th></th><th></th></tr><tr><td></td><td></td></tr></tbody></table><p><br></p>");
  else if (ordre === "p" || ordre === "h3") document.execCommand("formatBlock", false, ordre);
  else document.execCommand(ordre);
}

function outils(zone, nom) {
  const barre = document.createElement("div");
  barre.className = "outils";
  barre.setAttribute("role", "toolbar");
  barre.setAttribute("aria-label", `Mise en forme : ${nom}`);
  for (const outil of OUTILS) {
    const element = document.createElement(outil ? "button" : "span");
    if (!outil) {
      element.className = "sep";
    } else {
      const [ordre, texte, libelle] = outil;
      Object.assign(element, { type: "button", textContent: texte, title: libelle });
      element.setAttribute("aria-label", libelle);
      element.addEventListener("mousedown", (evenement) => evenement.preventDefault());
      element.addEventListener("click", () => {
        zone.focus();
        executer(ordre);
      });
    }
    barre.append(element);
  }
  return barre;
}

function installer(source) {
  const nom = source.labels?.[0]?.textContent ?? "Texte";
  const feuille = document.createElement("div");
  feuille.className = "feuille";
  const zone = document.createElement("div");
  zone.className = "acte";
  Object.assign(zone, { contentEditable: "true", lang: "fr-BE", spellcheck: true, tabIndex: 0 });
  for (const [cle, valeur] of [["role", "textbox"], ["aria-multiline", "true"], ["aria-label", nom]]) zone.setAttribute(cle, valeur);
  for (const cle of ["aria-describedby", "aria-invalid"]) {
    if (source.hasAttribute(cle)) zone.setAttribute(cle, source.getAttribute(cle));
  }
  const montrer = () => (zone.innerHTML = enHtml(source.value) || "<p><br></p>");
  const garder = () => {
    source.value = zone.textContent.trim() || zone.querySelector("table") ? zone.innerHTML : "";
    source.dispatchEvent(new Event("input", { bubbles: true }));
  };
  montrer();
  zone.addEventListener("input", garder);
  zone.addEventListener("focus", () => document.execCommand("defaultParagraphSeparator", false, "p"));
  zone.addEventListener("paste", (evenement) => {
    evenement.preventDefault();
    const html = evenement.clipboardData.getData("text/html");
    inserer(html ? nettoyer(html) : enParagraphes(evenement.clipboardData.getData("text/plain")));
  });
  source.form?.addEventListener("input", (evenement) => {
    if (evenement.target === source.form) montrer();
  });
  source.addEventListener("focus", () => zone.focus());
  if (source.dataset.riche === "complet") feuille.append(outils(zone, nom));
  feuille.append(zone);
  source.before(feuille);
  source.classList.add("lu");
  source.tabIndex = -1;
  source.setAttribute("aria-hidden", "true");
}

document.querySelectorAll("textarea[data-riche]").forEach(installer);
