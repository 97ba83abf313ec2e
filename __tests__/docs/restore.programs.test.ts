import * as fs from "node:fs";
import * as path from "node:path";
import { environments } from "../../config";
import { infraJsonPath } from "../../contract";
import { Checkout } from "../rehearsal/checkout";
import { DOCUMENTS, ROOT } from "./documents";
import { collectFacts } from "./facts";
import type { Document } from "./markdown";
import { runDocument } from "./run";

const checkout = new Checkout();
afterAll(() => checkout.remove());

/** The document with the restore, as an operator of that environment changes its first line. */
function restoreOf(name: string, prefix: string): Document {
  const document = DOCUMENTS.find(({ file }) => file === "docs/operations.md");
  const fence = document?.fences.find(({ code }) => code.includes("start-restore-job"));
  if (!document || !fence) throw new Error("docs/operations.md has no restore");
  const code = fence.code.replace(/^environment=\S+ prefix=\S+/, `environment=${name} prefix=${prefix}`);
  return { ...document, fences: [{ ...fence, code }] };
}

it.each(environments.map(({ name, prefix }) => [name, prefix]))(
  "the restore of docs/operations.md asks AWS Backup for what the stacks of %s made",
  async (name, prefix) => {
    const { outcomes, calls } = await runDocument(restoreOf(name, prefix), await collectFacts(), checkout);
    expect(outcomes.map(({ problem }) => problem)).toEqual([undefined]);
    const { efs_file_system_id } = JSON.parse(fs.readFileSync(path.join(ROOT, infraJsonPath(name)), "utf8"));
    const start = calls.find((call) => call.includes("start-restore-job"));
    expect(start).toContain("--recovery-point-arn arn:aws:backup:newest --resource-type EFS");
    expect(start).toContain(`--iam-role-arn arn:aws:iam::123456789012:role/${prefix}-backup`);
    expect(start).toContain(`file-system-id=${efs_file_system_id},newFileSystem=false,Encrypted=true`);
  },
);
