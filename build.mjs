// Bundles every page script of static/js/pages and every sheet of static/css into static/dist.
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { argv } from "node:process";
import * as esbuild from "esbuild";

const SOURCE = "static";
const FIRST = ["tokens.css", "base.css"]; // what the others build upon

async function sheets() {
  const all = (await readdir(`${SOURCE}/css`)).filter(name => name.endsWith(".css"));
  const rest = all.filter(name => !FIRST.includes(name)).sort();
  return [...FIRST, ...rest].map(name => `@import "./${name}";`).join("\n");
}

// The entry of the style sheet is made here, so that a new component's sheet needs no line anywhere.
const style = {
  name: "style",
  setup(build) {
    build.onResolve({ filter: /^style$/ }, () => ({ path: "style.css", namespace: "style" }));
    build.onLoad({ filter: /.*/, namespace: "style" }, async () => ({
      contents: await sheets(),
      loader: "css",
      resolveDir: resolve(SOURCE, "css"),
      watchDirs: [resolve(SOURCE, "css")],
    }));
  },
};

const pages = (await readdir(`${SOURCE}/js/pages`)).filter(name => name.endsWith(".js"));
const options = {
  entryPoints: [
    ...pages.map(name => ({ in: `${SOURCE}/js/pages/${name}`, out: basename(name, ".js") })),
    { in: "style", out: "style" },
  ],
  outdir: `${SOURCE}/dist`,
  bundle: true,
  minify: true,
  sourcemap: true,
  format: "iife",
  target: "es2022",
  loader: { ".svg": "dataurl", ".woff2": "file", ".woff": "empty" },
  assetNames: "fonts/[name]-[hash]",
  plugins: [style],
  logLevel: "info",
};

await rm(options.outdir, { recursive: true, force: true });
await mkdir(options.outdir, { recursive: true });
await copyFile(`${SOURCE}/img/mark.svg`, `${options.outdir}/mark.svg`);
if (argv.includes("--watch")) await (await esbuild.context(options)).watch();
else await esbuild.build(options);
