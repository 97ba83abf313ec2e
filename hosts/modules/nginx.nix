# nginx: the only thing on the host that the internet, through Cloudflare, talks to. Its configuration is
# ../lib/nginx.nix.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.cartographer;
  originPullCa = ../cloudflare-origin-pull-ca.pem;
in
{
  options.cartographer.nginx.originPulls = mkOption {
    type = types.bool;
    default = false;
    description = ''
      Demand the client certificate with which Cloudflare proves itself (authenticated origin pulls). Only after the
      zone's setting tls_client_auth is on: before, every visitor is refused. Needs hosts/cloudflare-origin-pull-ca.pem.
    '';
    example = true;
  };

  config = lib.mkIf (!cfg.systemOnly) {
    assertions = [
      {
        assertion = !cfg.nginx.originPulls || builtins.pathExists originPullCa;
        message =
          "Origin pulls are on, but Cloudflare's certificate is not here: curl -o hosts/cloudflare-origin-pull-ca.pem "
          + "https://developers.cloudflare.com/ssl/static/authenticated_origin_pull_ca.pem "
          + "&& git add hosts/cloudflare-origin-pull-ca.pem";
      }
    ];

    services.nginx = {
      enable = true;
      config = import ../lib/nginx.nix {
        inherit (cfg.infra) domain cloudflare_ip_ranges;
        version = cfg.versionJson;
        nginxVersion = config.services.nginx.package.version;
        certificate = pkgs.writeText "origin-certificate.pem" cfg.infra.origin_certificate;
        key = "/run/credentials/nginx.service/origin-key";
        clientCa = if cfg.nginx.originPulls then originPullCa else null;
        mimeTypes = "${pkgs.mailcap}/etc/nginx/mime.types";
        cache = "/var/cache/nginx";
        accessLog = "/var/log/nginx/access.log";
        listen = [
          "443"
          "[::]:443"
        ];
        frontend = "127.0.0.1:${toString cfg.frontend.port}";
      };
    };

    systemd.services.nginx = {
      partOf = [ "cartographer.target" ];
      # Without the key nginx would fail to start; on a fresh host it waits for it.
      wants = cfg.secrets.units;
      after = cfg.secrets.units;
      startLimitIntervalSec = lib.mkForce 0;
      # systemd reads the key as root and shows it to nginx alone, so its file can stay root's.
      serviceConfig.LoadCredential = "origin-key:${cfg.secrets.originKeyFile}";
    };

    networking.firewall.allowedTCPPorts = [ 443 ];
  };
}
