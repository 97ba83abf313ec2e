# The reader of the contract between Terraform and Nix: hosts/infra-cartographer-<env>.json (contract/ is the writer).
# Functions of builtins alone. Whatever is wrong with the file becomes one sentence and the command that mends it.
rec {
  # The version of the contract that this reader understands.
  schemaVersion = 2;

  fileName = environment: "infra-cartographer-${environment}.json";

  # The contract of an environment, from the folder that holds its file.
  read =
    { directory, environment }@which:
    let
      wrong = problem which;
    in
    if wrong == null then
      parsed which
    else
      throw "${wrong.message}\n  next: ${wrong.next}";

  # What is wrong with an environment's file, and what to do next; null if nothing is.
  problem =
    { directory, environment }@which:
    let
      file = "hosts/${fileName environment}";
      sync = "./cartographer sync ${environment}";
      is = sentence: {
        message = "${file} ${sentence}.";
        next = "${sync} && git add -N ${file}";
      };
      infra = parsed which;
      broken = builtins.filter (key: !(infra ? ${key}) || !rules.${key}.holds infra.${key}) (builtins.attrNames rules);
      disagreed = builtins.filter (agreement: !agreement.holds infra) agreements;
      foreign = builtins.attrNames (builtins.removeAttrs infra (builtins.attrNames rules));
    in
    if !builtins.pathExists (directory + "/${fileName environment}") then
      is "is missing, or git does not track it: a flake sees tracked files only"
    else if !isFlatJson (text which) then
      is "is no JSON object as Terraform or cartographer sync writes it: it was cut off, or edited"
    else if (infra.schema_version or null) != schemaVersion then
      let
        found = if infra ? schema_version then "has schema version ${toString infra.schema_version}" else "has no schema_version";
      in
      {
        message = "${file} ${found}; hosts/contract.nix reads version ${toString schemaVersion}.";
        next = "${sync} && git add -N ${file} (if it stays so, bring the checkout up to date: git pull)";
      }
    else if (infra.environment or environment) != environment then
      is "is that of the environment ${toString infra.environment}, not of ${environment}"
    else if broken != [ ] then
      is "breaks the contract: ${builtins.concatStringsSep "; " (map (key: "${key} must be ${rules.${key}.is}") broken)}"
    else if foreign != [ ] then
      is "has keys that the contract does not know: ${builtins.concatStringsSep ", " foreign}"
    else if disagreed != [ ] then
      is "breaks the contract: ${builtins.concatStringsSep "; " (map ({ is, ... }: is) disagreed)}"
    else
      null;

  # Where to deploy. The addresses of a rehearsal are those set aside for documentation (RFC 5737): such a file evaluates, so
  # that a fresh clone can be checked, and its host's name says what to run instead of deploying.
  targetHost =
    infra:
    if builtins.match "(192[.]0[.]2|198[.]51[.]100|203[.]0[.]113)[.][0-9]+" infra.instance_public_ip == null then
      infra.instance_public_ip
    else
      "run-cartographer-sync-${infra.environment}.invalid";

  # As RULES in contract/index.ts, in the words of Nix.
  rules =
    let
      matches = pattern: value: builtins.isString value && builtins.match pattern value != null;
      text = pattern: is: {
        holds = matches pattern;
        inherit is;
      };
      octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
      ipv4 = "(${octet}[.]){3}${octet}";
      ipv4Range = "${ipv4}/(3[0-2]|[12]?[0-9])";
      ipv6Range = "[0-9a-fA-F]*:[0-9a-fA-F:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9])";
    in
    {
      aws_region = text "[a-z]{2}(-[a-z]+)+-[0-9]" "an AWS region";
      cloudflare_ip_ranges = {
        holds = value: builtins.isList value && value != [ ] && builtins.all (matches "${ipv4Range}|${ipv6Range}") value;
        is = "a list of CIDR ranges, not empty";
      };
      domain = text "[a-z0-9-]+([.][a-z0-9-]+)+" "a host name";
      domain_url = text "https://[a-z0-9.-]+" "an https address without a path";
      efs_dns_name = text "fs-[0-9a-f]+[.]efs[.][a-z0-9-]+[.]amazonaws[.]com" "the DNS name of an EFS file system";
      efs_file_system_id = text "fs-[0-9a-f]+" "the id of an EFS file system";
      environment = text ".+" "the name of an environment";
      instance_id = text "i-[0-9a-f]+" "the id of an instance";
      instance_public_ip = text ipv4 "an IPv4 address";
      origin_certificate = text "-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n*" "one certificate in PEM, and nothing else";
      origin_slot = text "origin|origin-next" "one of origin, origin-next";
      schema_version = {
        holds = value: value == schemaVersion;
        is = "the number ${toString schemaVersion}";
      };
      secret_name = text "[a-z0-9-]+(/[a-z0-9-]+)+" "the name of a secret";
    };

  # What holds between keys, each of which keeps its own rule; as AGREEMENTS in contract/index.ts.
  agreements = [
    {
      holds = infra: infra.domain_url == "https://${infra.domain}";
      is = "domain_url must be https:// and the domain";
    }
    {
      holds =
        { efs_dns_name, efs_file_system_id, ... }:
        builtins.substring 0 (builtins.stringLength efs_file_system_id + 1) efs_dns_name == "${efs_file_system_id}.";
      is = "efs_dns_name must begin with the efs_file_system_id and a dot";
    }
  ];

  # Nothing can catch builtins.fromJSON, so the text is looked at first.
  isFlatJson = (import ./lib/json.nix).isFlat;

  text = { directory, environment }: builtins.readFile (directory + "/${fileName environment}");

  parsed =
    { directory, environment }@which:
    builtins.addErrorContext "while reading hosts/${fileName environment}; to mend it: ./cartographer sync ${environment}" (
      builtins.fromJSON (text which)
    );
}
