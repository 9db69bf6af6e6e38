// Where a vote waits for the network: in IndexedDB, written through at once, so that a browser killed in the middle of
// a vote finds it again (localStorage is written seconds later). One vote, of one member, and never a secret one.

const BASE = "college-vote";
const MAGASIN = "attente";
const CLE = "vote";
let suite = Promise.resolve(); // one after the other: a vote that was confirmed is not put back

const ouvrir = () =>
  new Promise((reussir, echouer) => {
    const demande = indexedDB.open(BASE, 1);
    demande.onupgradeneeded = () => demande.result.createObjectStore(MAGASIN);
    demande.onsuccess = () => reussir(demande.result);
    demande.onerror = () => echouer(demande.error);
  });

async function faire(mode, geste) {
  const base = await ouvrir();
  try {
    return await new Promise((reussir, echouer) => {
      const echange = base.transaction(MAGASIN, mode, { durability: "strict" });
      const demande = geste(echange.objectStore(MAGASIN));
      echange.oncomplete = () => reussir(demande.result);
      echange.onabort = () => echouer(echange.error);
    });
  } finally {
    base.close();
  }
}

// A browser that keeps nothing (private window) still holds the vote as long as its page lives.
const ensuite = (geste) => (suite = suite.then(geste).catch(() => undefined));

// Kept: its key. Not kept, or nothing to keep: undefined.
export const ecrire = (vote) =>
  ensuite(() => faire("readwrite", (magasin) => (vote ? magasin.put(vote, CLE) : magasin.delete(CLE))));

export const relire = () => ensuite(() => faire("readonly", (magasin) => magasin.get(CLE)));
