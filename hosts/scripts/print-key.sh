# Prints one of a host's secrets for Colmena, which runs this on the operator's machine: once for each key, in no order.
# So every run looks at all of the host's secrets first, and one that is not right stops the first upload. On stdout are
# the file's bytes and nothing else; what is wrong goes to stderr, without a value.
#
# Written for the sh, awk and openssl of macOS as well as those of Linux.
# Arguments: the environment, its file of variables, its origin key, the certificate which that belongs to, the file to
# print.
set -eu
environment=$1 variables=$2 key=$3 certificate=$4 printed=$5
infra=hosts/infra-cartographer-$environment.json

refuse() {
  printf '%s\n  next: %s\n' "$1" "$2" >&2
  exit 1
}

if [ ! -f "$infra" ] || [ ! -f .env.example ]; then
  looked="looked for in the folder where colmena was started"
  refuse "The secrets of $environment are $looked, and $PWD is not the root of the checkout." \
    "cd to the folder that has flake.nix, then the same command again"
fi

[ -f "$variables" ] || refuse "$variables, the application's variables, is not here." \
  "cp .env.example $variables && chmod 600 $variables, then fill it in"
if [ ! -f "$key" ]; then
  request=${key%-key.pem}.csr
  next="get it from whoever ran: ./cartographer origin-key $environment"
  [ -f "$request" ] || next="./cartographer origin-key $environment (nobody has: there is no $request)"
  refuse "$key, the private key of the certificate in $infra, is not here." "$next"
fi
for file in "$variables" "$key"; do
  [ -r "$file" ] || refuse "$file cannot be read by $(id -un)." "sudo chown $(id -un) $file"
  case $(ls -ldL "$file") in
    ????------*) ;;
    *) refuse "$file is open to other users of this machine." "chmod 600 $file" ;;
  esac
done

# systemd reads none of a file that has a NUL or is not UTF-8, and the services would not start.
if ! tr -d '\000' <"$variables" | cmp -s - "$variables" || ! iconv -f UTF-8 -t UTF-8 <"$variables" >/dev/null 2>&1; then
  refuse "$variables is not UTF-8 text." "save it as UTF-8, then: ./cartographer secrets check $environment"
fi

# The variables as systemd reads them (load_env_file in its env-file.c), so that a name inside a quoted value does not
# count. By characters, because quotes and backslashes span lines.
found=$(LC_ALL=C awk '
  function take(c, values,    newline, blank) {
    newline = c == "\n" || c == "\r"
    blank = newline || c == " " || c == "\t"
    if (at == "line") {
      if (c == "#" || c == ";") at = "comment"
      else if (!blank) { at = "name"; name = c }
    } else if (at == "comment") {
      if (newline) at = "line"
    } else if (at == "name") {
      if (newline) at = "line"
      else if (c == "=") { at = "value"; value = ""; solid = 0; sub(/[ \t]+$/, "", name) }
      else name = name c
    } else if (at == "value") {
      if (newline) keep(values)
      else if (c == "\047") at = "single"
      else if (c == "\"") at = "double"
      else if (c == "\\") at = "escape"
      else if (!blank) { at = "bare"; value = value c; solid = length(value) }
    } else if (at == "bare") {
      if (newline) keep(values)
      else if (c == "\\") at = "escape"
      else { value = value c; if (!blank) solid = length(value) }
    } else if (at == "escape") {
      at = "bare"
      if (!newline) value = value c
      solid = length(value)
    } else if (at == "single") {
      if (c == "\047") at = "value"
      else value = value c
    } else if (at == "double") {
      if (c == "\"") at = "value"
      else if (c == "\\") at = "double escape"
      else value = value c
    } else if (at == "double escape") {
      at = "double"
      if (index("\"\\`$", c)) value = value c
      else if (c != "\n") value = value "\\" c
    }
  }
  function keep(values) {
    # Blanks at the end of what no quotes surround are not part of it.
    if (at == "bare") value = substr(value, 1, solid)
    values[name] = value
    at = "line"
  }
  function read(file, values,    line, i, before) {
    at = "line"
    before = ""
    while ((getline line < file) > 0) {
      line = before line
      before = "\n"
      for (i = 1; i <= length(line); i++) take(substr(line, i, 1), values)
    }
    if (at == "single" || at == "double" || at == "double escape") unclosed = name
    if (at != "line" && at != "comment" && at != "name") keep(values)
  }
  function is_wrong(what) { problems = problems (problems == "" ? "" : ", ") what }

  BEGIN {
    read(ARGV[1], example)
    read(ARGV[2], given)
    required = 0
    for (name in example) {
      required++
      if (name in given) {
        if (given[name] ~ /^[ \t\n]*$/) is_wrong(name " is empty")
        else if (given[name] == example[name]) is_wrong(name " still has the value of .env.example")
      } else if (("export " name) in given) is_wrong(name " has an `export` before it, which systemd does not read")
      else is_wrong(name " is missing")
    }
    for (name in given) {
      if (name ~ /^NEXT_PUBLIC_/) print "public " name
      gsub(/[\t\n]/, "", given[name])
      if (given[name] ~ /[[:cntrl:]]/) is_wrong(name " has a control character, and systemd leaves such a variable out")
    }
    if (unclosed != "") problems = "the quote in the value of " unclosed " is never closed"
    if (required == 0) problems = "there is nothing to compare it with, because .env.example sets no variable"
    if (problems != "") print "problem " problems
  }' .env.example "$variables")
problem=$(printf '%s\n' "$found" | sed -n 's/^problem //p')
[ -z "$problem" ] || refuse "$variables: $problem." "edit $variables, then: ./cartographer secrets check $environment"
built="what is public is built into the frontend, by nextPublic in flake.nix"
printf '%s\n' "$found" | sed -n "s/^public \(.*\)/warning: \1 in $variables does nothing: $built/p" >&2

command -v openssl >/dev/null || refuse "openssl is not on the PATH; it compares $key with its certificate." \
  "nix develop, then the same command again"
wanted=$(printf '%s\n' "$certificate" | openssl x509 -noout -pubkey 2>/dev/null) ||
  refuse "The certificate in $infra cannot be read." "./cartographer sync $environment"
# Without the empty passphrase openssl would ask for one.
has=$(openssl pkey -in "$key" -passin pass: -pubout 2>/dev/null) ||
  refuse "$key is no private key that nginx could read: PEM, without a passphrase." \
    "get it from whoever ran: ./cartographer origin-key $environment"
[ "$has" = "$wanted" ] || refuse "$key does not belong to the certificate in $infra." \
  "./cartographer sync $environment --check, and get the key from whoever made the certificate's request"

cat "$printed"
