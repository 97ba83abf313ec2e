# A script of hosts/scripts/ as an executable. The scripts are files, so that tests run the very text.
pkgs: name: "${pkgs.writeShellScript name (builtins.readFile (../scripts + "/${name}.sh"))}"
