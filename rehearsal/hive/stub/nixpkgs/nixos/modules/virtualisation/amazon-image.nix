# Stub: what NixOS sets on an EC2 instance. Its options are in ../../options.nix; its values are NixOS's business.
{ }
