import type { Project } from "./types";

/** The project: every value that all environments share. */
export const project: Project = {
  name: "cartographer",
  terraformCloud: {
    hostname: "app.terraform.io",
    organization: "plural-reality",
    project: "Default Project",
    tag: "cartographer",
    terraformVersion: "1.11.4",
  },
  zone: "baisoku-kaigi.com",
  awsRegion: "ap-northeast-1",
  zoneLetters: ["a", "c", "d"],
  backupRegion: "ap-northeast-3",
  runnerCredentials: "iam-user",
  runnerUser: { name: "terraform-cloud-cartographer", path: "/terraform/" },
  originCertificateDays: 5475,
  alarmEmails: [],
  monthlyBudgetUsd: 150,
  zoneSettings: { owner: "prod", on: [] },
};
