/* Builds prose.js of the editor's desk, and the licences of what is in it. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const OUT = "../site_plugins/rettesnor_editor/static/editor";
const sources = ["package.json", ...readdirSync("src").sort().map((name) => `src/${name}`)];
const digest = createHash("sha256");
for (const name of sources) digest.update(readFileSync(name));

const { metafile } = await build({
  entryPoints: ["src/prose.js"], outfile: `${OUT}/prose.js`, bundle: true, minify: true, format: "esm",
  target: "es2022", legalComments: "none", charset: "utf8", metafile: true, logLevel: "warning",
  banner: { js: `/* Built by «make editor-script» from editor_js/. Licences: prose.LICENSES.txt. Sources: ${digest.digest("hex")} */` },
});
const packages = [...new Set(Object.keys(metafile.inputs)
  .filter((name) => name.startsWith("node_modules/"))
  .map((name) => name.split("/").slice(1, name.split("/")[1].startsWith("@") ? 3 : 2).join("/")))].sort();
const licences = packages.map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`));
  return `${name} ${version} (${license})\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}\n`;
});
writeFileSync(`${OUT}/prose.LICENSES.txt`, licences.join(`\n${"-".repeat(72)}\n\n`));
