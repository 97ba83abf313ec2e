# The text of nginx.conf, but for the lines that NixOS puts in front of it (pid, error_log, daemon). A function of plain
# values: the text that is deployed is the text that the tests serve.
{
  # From the contract: the host name, and the peers whose word about the visitor's address counts.
  domain,
  cloudflare_ip_ranges,
  # What /.well-known/version answers: JSON.
  version,
  # nginx's own version, for directives that changed.
  nginxVersion,
  # Files: the origin certificate, its key, whoever signed Cloudflare's client certificate (or null), the table of media
  # types.
  certificate,
  key,
  clientCa ? null,
  mimeTypes,
  # A folder that nginx may write, and the log of requests.
  cache,
  accessLog,
  # Where nginx listens, as its `listen` takes it, and where the frontend does.
  listen,
  frontend,
}:
let
  lines = make: list: builtins.concatStringsSep "\n" (map make list);
  # Since 1.25.1 HTTP/2 is a directive, before that a word of `listen`.
  http2 = builtins.compareVersions nginxVersion "1.25.1" >= 0;
  listenTls = options: ''
    ${lines (address: "listen ${address} ssl${if http2 then "" else " http2"}${options};") listen}
    ${if http2 then "http2 on;" else ""}'';
  originPulls = ''
    # Cloudflare proves itself (authenticated origin pulls).
    ssl_client_certificate ${clientCa};
    ssl_verify_client on;'';
  ciphers = [
    "ECDHE-ECDSA-AES128-GCM-SHA256"
    "ECDHE-RSA-AES128-GCM-SHA256"
    "ECDHE-ECDSA-AES256-GCM-SHA384"
    "ECDHE-RSA-AES256-GCM-SHA384"
    "ECDHE-ECDSA-CHACHA20-POLY1305"
    "ECDHE-RSA-CHACHA20-POLY1305"
  ];
in
''
  worker_processes auto;

  events {
    worker_connections 4096;
  }

  http {
    include ${mimeTypes};
    default_type application/octet-stream;
    access_log ${accessLog};
    client_body_temp_path ${cache}/body;
    proxy_temp_path ${cache}/proxy;
    server_tokens off;
    sendfile on;
    tcp_nopush on;

    # TLS as Mozilla's "intermediate" has it; Cloudflare speaks TLS 1.3.
    ssl_certificate ${certificate};
    ssl_certificate_key ${key};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ${builtins.concatStringsSep ":" ciphers};
    ssl_prefer_server_ciphers off;
    ssl_session_cache shared:tls:10m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;
    ${if clientCa == null then "" else originPulls}

    # Patience with a slow visitor, not with one that wants nothing.
    client_header_timeout 15s;
    client_body_timeout 30s;
    send_timeout 30s;
    keepalive_timeout 75s;
    client_max_body_size 10m;

    # The visitor's address, on Cloudflare's word and nobody else's.
    real_ip_header CF-Connecting-IP;
    ${lines (range: "set_real_ip_from ${range};") cloudflare_ip_ranges}

    # Generous, since a whole meeting room may share one address; it stops loops, not people.
    limit_req_zone $binary_remote_addr zone=visitors:10m rate=50r/s;
    limit_req_status 429;

    map $http_upgrade $connection_header {
      default upgrade;
      "" "";
    }
    # One place for headers: add_header inside a location would drop those of the server.
    map $uri $cache_control {
      default "";
      /.well-known/version no-store;
    }

    proxy_cache_path ${cache}/static levels=1:2 keys_zone=static:1m max_size=200m inactive=30d use_temp_path=off;

    upstream frontend {
      server ${frontend};
      keepalive 32;
    }

    # Whoever asks for another name gets no answer: no handshake for a foreign SNI, no bytes for a foreign Host.
    server {
      ${listenTls " default_server"}
      server_name _;
      ssl_reject_handshake on;
      return 444;
    }

    server {
      ${listenTls ""}
      server_name ${domain};

      # Plain HTTP that strays to the TLS port.
      error_page 497 =308 https://${domain}$request_uri;

      add_header Strict-Transport-Security max-age=31536000 always;
      add_header X-Content-Type-Options nosniff always;
      add_header Referrer-Policy strict-origin-when-cross-origin always;
      add_header Cache-Control $cache_control always;

      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header X-Real-IP $remote_addr;
      # Set, not appended: what the visitor sent of it is not to be believed.
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Host $host;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_header;
      proxy_connect_timeout 5s;
      # A little longer than Cloudflare itself waits for an answer: language models think slowly.
      proxy_read_timeout 120s;
      proxy_send_timeout 60s;

      location / {
        limit_req zone=visitors burst=500 nodelay;
        proxy_pass http://frontend;
      }

      # Names with a hash in them: content never changes under one. Pages of the last deploy still find theirs here.
      location /_next/static/ {
        proxy_cache static;
        proxy_cache_valid 200 30d;
        proxy_cache_use_stale error timeout updating http_404 http_500 http_502 http_503 http_504;
        proxy_pass http://frontend;
      }

      location = /.well-known/version {
        default_type application/json;
        return 200 '${version}\n';
      }
    }
  }
''
