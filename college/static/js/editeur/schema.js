// What a text of ours may hold: the same allow-list as the server's (points/texte_riche.py).

import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

export const LIEN_PERMIS = /^(?:https?:\/\/|mailto:)/i;

const simple = (balise, ...autres) => ({
  parseDOM: [balise, ...autres].map((regle) => (typeof regle === "string" ? { tag: regle } : regle)),
  toDOM: () => [balise, 0],
});

// `s`: the key of a suggestion (its author and its place); without one, the words are plainly so in the text.
const suggestion = (balise) => ({
  attrs: { s: { default: null } },
  inclusive: false,
  excludes: "ins del",
  parseDOM: [{ tag: balise, getAttrs: (element) => ({ s: element.dataset.s ?? null }) }],
  toDOM: ({ attrs }) => [balise, attrs.s ? { "data-s": attrs.s } : {}, 0],
});

// « 1. », or « a. », « A. », « i. », « I. »: what other texts quote by their letter.
const numerotation = (ol) => ({
  depart: Number(ol.getAttribute("start")) || 1,
  type: /^[aAiI]$/.test(ol.getAttribute("type")) ? ol.getAttribute("type") : null,
});

const tables = tableNodes({
  tableGroup: "block",
  cellContent: "block+",
  cellAttributes: {
    scope: {
      default: null,
      getFromDOM: (cellule) => cellule.getAttribute("scope"),
      setDOMAttr: (valeur, attributs) => {
        if (valeur) attributs.scope = valeur;
      },
    },
  },
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "inline*", group: "block", ...simple("p") },
    heading: {
      attrs: { niveau: { default: 3 } },
      content: "inline*",
      group: "block",
      defining: true,
      parseDOM: [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, attrs: { niveau: Math.min(Math.max(n, 2), 4) } })),
      toDOM: (noeud) => [`h${noeud.attrs.niveau}`, 0],
    },
    blockquote: { content: "block+", group: "block", defining: true, ...simple("blockquote") },
    ordered_list: {
      attrs: { depart: { default: 1 }, type: { default: null } },
      content: "list_item+",
      group: "block",
      parseDOM: [{ tag: "ol", getAttrs: numerotation }],
      toDOM: ({ attrs: { depart, type } }) => ["ol", { ...(depart > 1 && { start: depart }), ...(type && { type }) }, 0],
    },
    bullet_list: { content: "list_item+", group: "block", ...simple("ul") },
    list_item: { content: "paragraph block*", defining: true, ...simple("li") },
    ...tables,
    text: { group: "inline" },
    hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (a) => LIEN_PERMIS.test(a.getAttribute("href")) && { href: a.getAttribute("href") } }],
      toDOM: (marque) => ["a", { href: marque.attrs.href }, 0],
    },
    strong: simple("strong", "b", { style: "font-weight", getAttrs: (v) => /^(bold(er)?|[6-9]\d\d)$/.test(v) && null }),
    em: simple("em", "i", { style: "font-style=italic" }),
    u: simple("u"),
    s: simple("s", "strike"),
    sub: { excludes: "sup", ...simple("sub") },
    sup: { excludes: "sub", ...simple("sup") },
    ins: suggestion("ins"),
    del: suggestion("del"),
    fil: {
      attrs: { fil: {} },
      inclusive: false,
      excludes: "",
      parseDOM: [{ tag: "mark[data-fil]", getAttrs: (marque) => ({ fil: marque.dataset.fil }) }],
      toDOM: (marque) => ["mark", { "data-fil": marque.attrs.fil }, 0],
    },
  },
});
