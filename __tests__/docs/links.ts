import * as fs from "node:fs";
import * as path from "node:path";
import { ROOT } from "./documents";
import { type Document, parse } from "./markdown";

/** Links of a document that lead nowhere, a line each. Pages elsewhere are not fetched. */
export function linkProblems(document: Document, documents: readonly Document[]): readonly string[] {
  return document.links.flatMap(({ line, text }) => {
    const problem = /^[a-z]+:/i.test(text) ? addressProblem(text) : targetProblem(document, text, documents);
    return problem ? [`${document.file}:${line}: ${text}: ${problem}`] : [];
  });
}

function addressProblem(address: string): string | undefined {
  if (/^mailto:\S+@\S+$/.test(address)) return undefined;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url?.hostname.includes(".")) return "is no address of a page";
  return url.protocol === "https:" ? undefined : "is not https";
}

function targetProblem(from: Document, link: string, documents: readonly Document[]): string | undefined {
  const [place = "", anchor] = decodeURIComponent(link).split("#");
  const file = place.startsWith("/") ? place.slice(1) : path.join(path.dirname(from.file), place);
  const target = place === "" ? from.file : path.normalize(file);
  const known = [from, ...documents].find((document) => document.file === target);
  if (!known && !fs.existsSync(path.join(ROOT, target))) return `there is no ${target}`;
  if (anchor === undefined) return undefined;
  const document = known ?? (target.endsWith(".md") ? read(target) : undefined);
  if (!document) return undefined;
  const anchors = [...document.headings.map((heading) => heading.anchor), ...document.anchors];
  return anchors.includes(anchor) ? undefined : `${target} has no heading #${anchor}; it has: ${anchors.join(", ")}`;
}

function read(file: string): Document {
  return parse(file, fs.readFileSync(path.join(ROOT, file), "utf8"));
}
