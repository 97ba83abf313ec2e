import { by, type ResourceTypes } from "../description";

export const budgetTypes: ResourceTypes = {
  aws_budgets_budget: { imported: by("<account_id>:<name>", "123456789012:cartographer") },
};
