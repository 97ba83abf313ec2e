import * as path from "node:path";
import { start } from "../../cli/command-line";
import { environments } from "../../config";
import { layoutOf } from "../../rehearsal/layout";
import { rehearse } from "../../rehearsal/rehearse";

// A whole rehearsal in the folder it is started in, so that the one of the checkout stays as it is. Only what depends
// on the packages alone, the schemas, is shared: `npm run rehearse` keeps them too.
const checkout = path.resolve(__dirname, "../..");
const { schemas } = layoutOf(checkout);
start(() => rehearse({ ...layoutOf(checkout, process.cwd()), schemas }, { environments, keep: false, say: () => {} }));
