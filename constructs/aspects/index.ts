import { Aspects } from "cdktf";
import type { IConstruct } from "constructs";
import { ClosedIngress } from "./closed-ingress";
import { EncryptedStorage } from "./encrypted-storage";
import { Imdsv2 } from "./imdsv2";
import { ProtectedData } from "./protected-data";
import { Tagged } from "./tagged";

/**
 * Puts everything below `scope` under the rules that no stack may break, whichever construct a resource comes from. A
 * broken rule fails the synth. What Terraform alone will know passes: these rules judge what is written.
 */
export function addRules(scope: IConstruct): void {
  for (const rule of [ClosedIngress, EncryptedStorage, Imdsv2, ProtectedData, Tagged]) {
    Aspects.of(scope).add(new rule());
  }
}
