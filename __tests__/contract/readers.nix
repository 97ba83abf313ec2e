# What Nix says where TypeScript says something too.
{
  # The checkout, and a JSON file: both as texts.
  project,
  samples,
}:
let
  contract = import (/. + "${project}/hosts/contract.nix");
  sops = import (/. + "${project}/hosts/lib/sops-encryption.nix");
  given = builtins.fromJSON (builtins.readFile samples);
in
{
  # Of { texts }: what each holds as the contract of staging, or what is wrong with it.
  verdicts = map (
    text:
    let
      problem = contract.problemOfText "staging" text;
    in
    if problem == null then { value = builtins.fromJSON text; } else { inherit problem; }
  ) given.texts;
  # Of { patterns, texts }: for each pattern, whether it knows each text whole.
  matches = map (pattern: map (text: builtins.match pattern text != null) given.texts) given.patterns;
  # Of { contents }: how far each is encrypted.
  encryption = map (content: {
    isSigned = sops.isSigned content;
    clear = sops.clearIn content;
  }) given.contents;
}
