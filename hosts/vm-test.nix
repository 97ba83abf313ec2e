# A host in a virtual machine with the real NixOS: an NFS server in place of EFS, small programs in place of the
# application. What the contract evaluation cannot show: mount ordering, ownership, TLS, a reboot, a mount that goes.
# Run by `nix flake check` on Linux with KVM; it needs nixpkgs, so the tests of `npm test` only see that it parses.
{ pkgs, ... }:
let
  domain = "app.example.com";
  # One throwaway pair, made while the test is built.
  tls = pkgs.runCommand "origin-pair" { nativeBuildInputs = [ pkgs.openssl ]; } ''
    mkdir $out
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=${domain} -addext subjectAltName=DNS:${domain} \
      -keyout $out/key.pem -out $out/certificate.pem
  '';
  infra = {
    inherit domain;
    domain_url = "https://${domain}";
    efs_dns_name = "fs-0123456789abcdef0.efs.ap-northeast-1.amazonaws.com";
    origin_slot = "origin";
    schema_version = 2;
    secret_name = "cartographer/application";
    origin_certificate = builtins.readFile "${tls}/certificate.pem";
    cloudflare_ip_ranges = [ "127.0.0.1/32" ];
  };
  # As project-m36 does: it makes its folder itself, and only once.
  backend = pkgs.writeShellScriptBin "cartographer-backend" ''
    test -d "$M36_DATA_PATH" || { mkdir "$M36_DATA_PATH" && echo '"OK"' > "$M36_DATA_PATH/health"; }
    exec ${pkgs.python3}/bin/python3 -m http.server 8080 --directory "$M36_DATA_PATH"
  '';
  frontend = pkgs.writeTextDir "app/server.js" ''
    const page = (_, answer) => answer.end("page with " + process.env.DATABASE_URL);
    require("http").createServer(page).listen(process.env.PORT, process.env.HOSTNAME);
  '';
in
{
  name = "cartographer-host";

  nodes.efs = {
    services.nfs.server = {
      enable = true;
      exports = "/export *(rw,fsid=0,no_root_squash,no_subtree_check)";
    };
    systemd.tmpfiles.rules = [ "d /export 0755 root root" ];
    networking.firewall.enable = false;
  };

  nodes.host =
    {
      config,
      lib,
      modulesPath,
      nodes,
      ...
    }:
    {
      # A virtual machine is no EC2 instance; Colmena and sops-nix are not here either.
      disabledModules = [ "virtualisation/amazon-image.nix" ];
      imports = [
        ./modules
        "${modulesPath}/virtualisation/amazon-init.nix"
      ];
      options = lib.genAttrs [ "deployment" "sops" ] (
        _: lib.mkOption { type = lib.types.attrsOf lib.types.anything; }
      );

      config = {
        cartographer = {
          environment = "prod";
          inherit infra;
          revision = "test";
          backend.package = backend;
          frontend.package = frontend;
        };
        networking.hostName = lib.mkForce "host";
        networking.extraHosts = "${nodes.efs.networking.primaryIPAddress} ${infra.efs_dns_name}";
        # Virtual machines of tests leave `fileSystems` aside for this.
        virtualisation.fileSystems."/mnt/efs" = config.cartographer.efs.mount;
        systemd.tmpfiles.rules = [
          "d /var/lib/cartographer-keys 0700 root root"
          "C /var/lib/cartographer-keys/origin-key 0600 root root - ${tls}/key.pem"
          "f /var/lib/cartographer-keys/env-file 0600 root root - DATABASE_URL=first"
        ];
      };
    };

  testScript = ''
    def curl(path, options=""):
        tls = "--cacert ${tls}/certificate.pem --resolve ${domain}:443:127.0.0.1"
        return f"curl -sf {options} {tls} https://${domain}{path}"

    with subtest("a host that boots before its file system waits for it and then starts by itself"):
        host.start()
        host.wait_until_succeeds("journalctl -u mnt-efs.mount | grep -q Failed", timeout=300)
        host.fail("systemctl is-active cartographer-backend.service")
        host.fail("test -e /mnt/efs/m36-data")
        efs.start()
        host.wait_for_unit("cartographer-frontend.service", timeout=600)

    with subtest("the mount point is the application's, the data is on the server"):
        host.succeed("test $(stat -c %U /mnt/efs) = cartographer")
        efs.succeed("test $(stat -c %u /export/m36-data) = 1000")

    with subtest("TLS, the page, the version, strangers"):
        host.wait_for_unit("nginx.service")
        assert "page with first" in host.succeed(curl("/"))
        assert '"revision":"test"' in host.succeed(curl("/.well-known/version"))
        host.fail(curl("/", "-H 'Host: somebody.else'"))
        efs.succeed("nc -z -w 2 host 443")
        efs.fail("nc -z -w 2 host 8080")
        efs.fail("nc -z -w 2 host 3000")

    with subtest("a changed secret restarts what reads it, an unchanged one does not"):
        before = host.succeed("systemctl show -P InvocationID cartographer-backend")
        host.succeed("cd /var/lib/cartographer-keys && cp -p env-file /tmp/e && mv /tmp/e env-file")
        host.sleep(5)
        assert before == host.succeed("systemctl show -P InvocationID cartographer-backend")
        host.succeed("echo DATABASE_URL=second > /tmp/e && mv /tmp/e /var/lib/cartographer-keys/env-file")
        host.wait_until_succeeds(curl("/") + " | grep -q 'page with second'", timeout=120)

    with subtest("an upload that the operator's machine refused, an empty file, changes nothing"):
        before = host.succeed("systemctl show -P InvocationID cartographer-backend")
        host.succeed(": > /tmp/e && mv /tmp/e /var/lib/cartographer-keys/env-file")
        host.wait_until_succeeds("journalctl -u cartographer-secrets | grep -q 'env-file is empty'")
        assert before == host.succeed("systemctl show -P InvocationID cartographer-backend")

    with subtest("a mount that goes takes the backend with it; nothing is written to the local disk; both come back"):
        host.succeed("systemctl stop mnt-efs.mount")
        host.wait_until_succeeds("mountpoint -q /mnt/efs && systemctl is-active cartographer-backend", timeout=120)
        host.succeed("systemctl stop cartographer.target mnt-efs.mount")
        host.fail("systemctl is-active cartographer-backend")
        host.succeed("test -z \"$(ls -A /mnt/efs)\"")
        host.succeed("systemctl start cartographer.target")
        host.wait_for_unit("cartographer-backend.service")

    with subtest("data of another number stops the start with a sentence"):
        efs.succeed("chown -R 4711 /export/m36-data")
        host.execute("systemctl restart cartographer-backend")
        host.wait_until_succeeds("journalctl -u cartographer-backend | grep -q 'belongs to the user number 4711'")
        efs.succeed("chown -R 1000 /export/m36-data")
        host.wait_until_succeeds("systemctl is-active cartographer-backend", timeout=120)

    with subtest("a reboot needs nobody"):
        host.shutdown()
        host.start()
        host.wait_until_succeeds(curl("/") + " | grep -q 'page with second'", timeout=600)
  '';
}
