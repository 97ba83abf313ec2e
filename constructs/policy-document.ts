/** An IAM policy document, as far as this project writes them. */
interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  /** What the statement is for. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Who: in policies of keys, topics and roles alone. */
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  /** On what: in all policies but those that say who may take a role. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The text of a policy of these statements. */
export function policyText(...statements: readonly PolicyStatement[]): string {
  const document: PolicyDocument = { Version: "2012-10-17", Statement: statements };
  return JSON.stringify(document);
}
