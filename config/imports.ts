import type { Imports } from "./types";

/**
 * What exists already and is in no state: docs/import.md has the steps, and the form of the id for every type. For each
 * stack Terraform addresses, and for each address the id by which the provider imports it:
 *
 *     "infra-staging": {
 *       "aws_vpc.main": "vpc-0123456789abcdef0",
 *       "aws_route_table_association.public": "subnet-0123456789abcdef0/rtb-0123456789abcdef0",
 *     },
 *
 * Empty again after the apply: then the state knows them.
 */
export const imports: Imports = {};
