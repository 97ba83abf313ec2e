# What every service of the application is denied. A service adds the paths it writes, the addresses it speaks and the
# port it opens; `systemd-analyze security` on the result is a test.
{
  NoNewPrivileges = true;
  CapabilityBoundingSet = "";
  AmbientCapabilities = "";
  UMask = "0077";

  # Everything read-only but StateDirectory= and ReadWritePaths=; no homes, no devices, a /tmp of its own.
  ProtectSystem = "strict";
  ProtectHome = true;
  PrivateTmp = true;
  PrivateDevices = true;
  DevicePolicy = "closed";
  # Users other than root and its own show as nobody. NFS sends the kernel's numbers, so ownership on EFS is not
  # touched.
  PrivateUsers = true;

  ProtectClock = true;
  ProtectControlGroups = true;
  ProtectHostname = true;
  ProtectKernelLogs = true;
  ProtectKernelModules = true;
  ProtectKernelTunables = true;
  ProtectProc = "invisible";
  ProcSubset = "pid";

  LockPersonality = true;
  RemoveIPC = true;
  RestrictNamespaces = true;
  RestrictRealtime = true;
  RestrictSUIDSGID = true;
  KeyringMode = "private";

  # A forbidden call fails with EPERM instead of killing: runtimes probe for what they may do.
  SystemCallArchitectures = "native";
  SystemCallErrorNumber = "EPERM";
  SystemCallFilter = [
    "@system-service"
    "~@privileged @resources"
  ];
  # The instance's credentials are none of the application's business.
  IPAddressDeny = [
    "169.254.169.254/32"
    "fd00:ec2::254/128"
  ];
}
