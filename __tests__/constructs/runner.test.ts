import { environments } from "../../config";
import { POLICY_LIMIT, USER_POLICY_LIMIT, withinLimit } from "../../constructs/runner";
import { NEVER, READS, WRITES } from "../../resources";
import { type Block, statements, synthBootstrap, synthInfra } from "../synthesised";

const ACCOUNT = "${data.aws_caller_identity.current.account_id}";
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/terraform/cartographer-boundary`;
const { resource } = synthBootstrap();
const policyOf = (name: string) => statements(resource.aws_iam_policy?.[name]?.policy);
const read = policyOf("runner_read");
const write = policyOf("runner_write");
const denied = statements(resource.aws_iam_user_policy?.terraform_cloud?.policy);
const actionsOf = (statement: Block | undefined) => [statement?.Action].flat().map(String);

const infra = environments.map(({ name }) => synthInfra(name));
const typesOf = (kind: "resource" | "data") =>
  new Set(infra.flatMap((stack) => Object.keys(stack[kind])).filter((type) => type.startsWith("aws_")));

describe("the reviewed table", () => {
  it("has every type of the infrastructure stacks, and no type that none of them uses", () => {
    expect(Object.keys(WRITES).sort()).toEqual([...typesOf("resource")].sort());
  });

  it("reads every service that it writes, and every data source", () => {
    const service = (action: string) => action.split(":")[0];
    const readable = new Set(READS.map(service));
    const written = new Set(Object.values(WRITES).flat().map(service));
    // Mounting a vault's storage is a permission alone; who one is may be asked without any.
    expect([...written].filter((name) => !readable.has(name))).toEqual(["backup-storage"]);
    expect([...typesOf("data")].sort()).toEqual(["aws_ami", "aws_caller_identity"]);
  });

  it("names single actions: reading alone is by pattern", () => {
    expect(
      Object.values(WRITES)
        .flat()
        .filter((action) => action.includes("*")),
    ).toEqual([]);
    expect(READS.filter((action) => !/:(Describe|Get|List)[A-Za-z]*\*?$/.test(action))).toEqual([]);
  });

  it("holds nothing that is denied", () => {
    expect(
      Object.values(WRITES)
        .flat()
        .filter((action) => NEVER.includes(action)),
    ).toEqual([]);
  });
});

describe("the runner's rights", () => {
  it("are the table's actions, all of them and no other", () => {
    const granted = Object.values(write).flatMap(actionsOf);
    expect(granted.sort()).toEqual([...new Set(Object.values(WRITES).flat())].sort());
    expect(Object.values(read).flatMap(actionsOf).sort()).toEqual([...READS].sort());
  });

  it("end at the two regions, except for IAM, which is in none", () => {
    const regions = { "aws:RequestedRegion": ["ap-northeast-1", "ap-northeast-3"] };
    for (const statement of [...Object.values(read), ...Object.values(write)]) {
      const global = actionsOf(statement).every((action) => action.startsWith("iam:"));
      if (global) expect(JSON.stringify(statement)).not.toContain("aws:RequestedRegion");
      else expect(statement.Condition).toMatchObject({ StringEquals: regions });
    }
  });

  it("change no role but those that begin with an environment's prefix", () => {
    const iam = Object.values(write).filter((statement) =>
      actionsOf(statement).some((action) => action.startsWith("iam:")),
    );
    const names = new Set(iam.flatMap(({ Resource }) => Resource));
    expect([...names].map((name) => String(name).replace(`arn:aws:iam::${ACCOUNT}:`, "")).sort()).toEqual([
      "instance-profile/cartographer-*",
      "instance-profile/cartographer-staging-*",
      "role/aws-service-role/*",
      "role/cartographer-*",
      "role/cartographer-staging-*",
    ]);
  });

  it("give a role to the services that the stacks make roles for, and to no other", () => {
    const trusts = infra.flatMap((stack) =>
      Object.values(stack.resource.aws_iam_role ?? {}).map(({ assume_role_policy }) => String(assume_role_policy)),
    );
    const takers = trusts.flatMap((trust) => trust.match(/[a-z0-9-]+\.amazonaws\.com/g) ?? []);
    expect(write.GiveOwnRolesToServices?.Condition).toEqual({
      StringEquals: { "iam:PassedToService": [...new Set(takers)].sort() },
    });
  });

  it("make roles within the boundary alone, with AWS's policies that the stacks use alone", () => {
    const attached = infra.flatMap((stack) =>
      Object.values(stack.resource.aws_iam_role_policy_attachment ?? {}).map(({ policy_arn }) => policy_arn),
    );
    expect(write.OwnRolesWithinTheBoundary).toMatchObject({
      Action: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
      Condition: {
        StringEquals: { "iam:PermissionsBoundary": BOUNDARY },
        ArnEqualsIfExists: { "iam:PolicyARN": [...new Set(attached)].sort() },
      },
    });
  });

  it("let a key be granted to services of AWS alone", () => {
    expect(write.LetServicesUseKeys?.Condition).toMatchObject({ Bool: { "kms:GrantIsForAWSResource": "true" } });
    expect(actionsOf(write.WriteInRegions)).not.toContain("kms:CreateGrant");
  });
});

describe("what is denied to the runner", () => {
  it.each([
    "backup:DeleteBackupVault",
    "backup:DeleteRecoveryPoint",
    "ec2:ReleaseAddress",
    "elasticfilesystem:DeleteFileSystem",
    "kms:DisableKey",
    "kms:ScheduleKeyDeletion",
    "secretsmanager:DeleteSecret",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
  ])("%s, whatever a plan says and even with the construct deleted from the code", (action) => {
    expect(denied.KeepData).toMatchObject({ Effect: "Deny", Resource: "*" });
    expect(denied.KeepData).not.toHaveProperty("Condition");
    expect(actionsOf(denied.KeepData)).toContain(action);
  });

  it("any change of its own rights, of the boundary, and of whom the account trusts", () => {
    expect(denied.KeepOwnRights).toMatchObject({ Effect: "Deny", Action: "iam:*" });
    const kept = [denied.KeepOwnRights?.Resource].flat().map((name) => String(name).split(`${ACCOUNT}:`)[1]);
    expect(kept).toEqual(["user/terraform/*", "role/terraform/*", "policy/terraform/*", "oidc-provider/*"]);
    const { aws_iam_policy, aws_iam_user } = resource;
    const own = [aws_iam_policy?.boundary, aws_iam_policy?.runner_read, aws_iam_policy?.runner_write];
    for (const block of [...own, aws_iam_user?.terraform_cloud]) expect(block?.path).toBe("/terraform/");
  });

  it("a role without the boundary, made so or freed from it", () => {
    expect(actionsOf(denied.KeepBoundary)).toEqual(["iam:DeleteRolePermissionsBoundary"]);
    expect(denied.NoRoleWithoutBoundary).toMatchObject({
      Effect: "Deny",
      Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": BOUNDARY } },
    });
  });
});

it("has a boundary that covers what the roles are given, and neither IAM nor secrets of others", () => {
  const { Most, OwnSecrets } = policyOf("boundary");
  const most = actionsOf(Most);
  const covered = (action: string) =>
    most.some((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(action));
  const given = infra
    .flatMap((stack) => Object.values(stack.resource.aws_iam_role_policy ?? {}))
    .flatMap(({ policy }) => Object.values(statements(policy)).flatMap(actionsOf));
  expect(given.length).toBeGreaterThan(0);
  const beyond = given.filter((action) => !covered(action));
  expect([...new Set(beyond)].sort()).toEqual(actionsOf(OwnSecrets));
  expect(OwnSecrets?.Resource).toEqual(
    ["cartographer-staging", "cartographer"].map(
      (prefix) => `arn:aws:secretsmanager:ap-northeast-1:${ACCOUNT}:secret:${prefix}/*`,
    ),
  );
  expect(
    ["iam:CreateUser", "sts:AssumeRole", "secretsmanager:GetSecretValue", "ssm:GetParameter"].filter(covered),
  ).toEqual([]);
});

it("fits into what AWS takes, and says so where it would not", () => {
  const { aws_iam_policy, aws_iam_user_policy } = resource;
  for (const { policy } of Object.values(aws_iam_policy ?? {}))
    expect(String(policy).length).toBeLessThan(POLICY_LIMIT);
  expect(String(aws_iam_user_policy?.terraform_cloud?.policy).length).toBeLessThan(USER_POLICY_LIMIT);
  expect(() => withinLimit("x".repeat(11), 10, "a test")).toThrow(
    "The policy for a test has 11 characters; AWS takes 10.",
  );
});

it("attaches its policies to the user", () => {
  expect(resource.aws_iam_user_policy_attachment).toEqual({
    terraform_cloud_read: {
      user: "${aws_iam_user.terraform_cloud.name}",
      policy_arn: "${aws_iam_policy.runner_read.arn}",
    },
    terraform_cloud_write: {
      user: "${aws_iam_user.terraform_cloud.name}",
      policy_arn: "${aws_iam_policy.runner_write.arn}",
    },
  });
});

describe("with oidc", () => {
  const { resource: oidc } = synthBootstrap({ runnerCredentials: "oidc" });
  const variables = Object.values(oidc.tfe_variable ?? {});

  it("has no key that lasts, anywhere", () => {
    const types = Object.keys(oidc);
    expect(types.filter((type) => /access_key|iam_user/.test(type))).toEqual([]);
    expect(variables.filter(({ key }) => /ACCESS_KEY/.test(String(key)))).toEqual([]);
  });

  it("trusts runs of these workspaces, in this organization and project, each role in its phase, by no pattern", () => {
    expect(oidc.aws_iam_openid_connect_provider?.terraform_cloud).toEqual({
      url: "https://app.terraform.io",
      client_id_list: ["aws.workload.identity"],
    });
    for (const phase of ["plan", "apply"]) {
      const { Runs } = statements(oidc.aws_iam_role?.[`terraform_cloud_${phase}`]?.assume_role_policy);
      expect(Runs).toEqual({
        Sid: "Runs",
        Effect: "Allow",
        Principal: { Federated: "${aws_iam_openid_connect_provider.terraform_cloud.arn}" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "app.terraform.io:aud": "aws.workload.identity",
            "app.terraform.io:sub": environments.map(
              ({ workspace }) =>
                `organization:plural-reality:project:Default Project:workspace:${workspace}:run_phase:${phase}`,
            ),
          },
        },
      });
    }
  });

  it("lets a plan read and an apply change, both under the same denials", () => {
    const attachments = Object.entries(oidc.aws_iam_role_policy_attachment ?? {});
    expect(Object.fromEntries(attachments.map(([name, { policy_arn }]) => [name, policy_arn]))).toEqual({
      terraform_cloud_plan_read: "${aws_iam_policy.runner_read.arn}",
      terraform_cloud_apply_read: "${aws_iam_policy.runner_read.arn}",
      terraform_cloud_apply_write: "${aws_iam_policy.runner_write.arn}",
    });
    for (const { policy } of Object.values(oidc.aws_iam_role_policy ?? {})) expect(statements(policy)).toEqual(denied);
  });

  it("tells every workspace which roles to take", () => {
    for (const { workspace } of environments) {
      const told = variables
        .filter(
          ({ workspace_id, category }) =>
            String(workspace_id).includes(workspace.replace("-", "_")) && category === "env",
        )
        .map(({ key, value }) => [key, value]);
      expect(Object.fromEntries(told)).toEqual({
        AWS_REGION: "ap-northeast-1",
        TFC_AWS_PROVIDER_AUTH: "true",
        TFC_AWS_PLAN_ROLE_ARN: "${aws_iam_role.terraform_cloud_plan.arn}",
        TFC_AWS_APPLY_ROLE_ARN: "${aws_iam_role.terraform_cloud_apply.arn}",
      });
    }
  });
});

it("has a policy for operators that opens SSH to this project's hosts, and no other session", () => {
  const operator = policyOf("operator");
  expect(resource.aws_iam_policy?.operator?.name).toBe("cartographer-operator");
  expect(operator.ReachHosts).toMatchObject({
    Action: "ssm:StartSession",
    Condition: {
      StringEquals: { "ssm:resourceTag/Project": "cartographer" },
      BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" },
    },
  });
  expect(operator.BySshAlone?.Resource).toBe("arn:aws:ssm:ap-northeast-1::document/AWS-StartSSHSession");
  expect(JSON.stringify(operator)).toContain("session/$${aws:userid}-*");
});
