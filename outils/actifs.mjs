// Builds college/static/dist: one style sheet, one script, the editor, fonts, icons, and the manifest that names them.
//   npm ci && node outils/actifs.mjs
// The application runs without it (own style sheets and modules are served as they are): htmx, the rich editor,
// dragging, icons and the web fonts are then missing, nothing else.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const racine = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(racine, "college/static");
const dist = join(source, "dist");
const modules = join(racine, "node_modules");

async function icones() {
  const noms = JSON.parse(await readFile(join(source, "icones.json"), "utf8"));
  const dessins = {};
  for (const [nom, lucide] of Object.entries(noms)) {
    const svg = await readFile(join(modules, "lucide-static/icons", `${lucide}.svg`), "utf8");
    const corps = svg.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    dessins[nom] = corps.replace(/\s+/g, " ").replace(/ ?\/> ?/g, "/>").trim();
  }
  await writeFile(join(dist, "icones.json"), JSON.stringify(dessins));
  return Object.keys(dessins).length;
}

async function paqueter(entrees, options) {
  const { metafile } = await build({
    entryPoints: entrees.map((entree) => join(source, entree)),
    outdir: dist,
    bundle: true,
    minify: true,
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    ...options,
  });
  const sorties = Object.entries(metafile.outputs).filter(([, sortie]) => sortie.entryPoint);
  return Object.fromEntries(sorties.map(([chemin, s]) => [basename(s.entryPoint), basename(chemin)]));
}

async function copier(fichier, nom) {
  const octets = await readFile(join(modules, fichier));
  const empreinte = createHash("sha256").update(octets).digest("hex").slice(0, 8).toUpperCase();
  const cible = nom.replace(".", `-${empreinte}.`);
  await writeFile(join(dist, cible), octets);
  return cible;
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const nombre = await icones();
const manifeste = {
  ...(await paqueter(["css/college.css", "css/sombre.css"], {
    loader: { ".woff2": "file" },
    target: ["chrome105", "firefox110", "safari15.4"],
  })),
  ...(await paqueter(["js/college.js", "js/editeur/editeur.js"], { format: "esm", splitting: true, target: "es2022" })),
  "htmx.js": await copier("htmx.org/dist/htmx.min.js", "htmx.js"),
};
await writeFile(join(dist, "manifeste.json"), JSON.stringify(manifeste, null, 1));
console.log(`Actifs : ${Object.keys(manifeste).length} fichiers et ${nombre} icônes dans college/static/dist`);
