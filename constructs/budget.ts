import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";
import type { Project } from "../config";

/** Percent of the budget at which somebody is told: what was spent, and what AWS expects of the month. */
const TOLD_AT = { ACTUAL: 80, FORECASTED: 100 } as const;

/**
 * What the account may cost a month. It counts the whole account: a budget by tag would count nothing until somebody
 * has activated the tags for billing, and would not say so.
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, project: Pick<Project, "name" | "monthlyBudgetUsd" | "alarmEmails">) {
    super(scope, id);
    const told = project.alarmEmails.length > 0 ? Object.entries(TOLD_AT) : [];
    new BudgetsBudget(this, "aws_budgets_budget.monthly", {
      name: `${project.name}-monthly`,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(project.monthlyBudgetUsd),
      limitUnit: "USD",
      // AWS takes no notification without somebody to tell.
      notification: told.map(([notificationType, threshold]) => ({
        notificationType,
        threshold,
        thresholdType: "PERCENTAGE",
        comparisonOperator: "GREATER_THAN",
        subscriberEmailAddresses: [...project.alarmEmails],
      })),
    });
  }
}
