# Prints a part of the host's secret at AWS Secrets Manager, which it reads as the instance's role: the variables as
# NAME=value, each ended by a NUL, or a private key as it is. All of it or nothing; what is wrong goes to stderr,
# without a value: so nothing that aws or jq say is passed on, because they quote what they could not read.
# Arguments: the environment, the name of the secret, its region, the part: environment, origin-key or origin-next-key.
set -euo pipefail
environment=$1 secret=$2 region=$3 part=$4

# Five attempts with pauses of up to 1, 2, 4 and 8 seconds, each for at most 3 seconds to connect, to one of a few
# addresses, and 5 to answer: about a minute at worst. cartographer-environment@.service gives up at 80 seconds, nginx
# at 90, the services later.
export AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5
export AWS_METADATA_SERVICE_NUM_ATTEMPTS=3 AWS_METADATA_SERVICE_TIMEOUT=2
# The role is the only identity here, and nothing is asked of anybody.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_PAGER=

refuse() {
  printf 'The secret %s in %s %s.\n  next: %s\n' "$secret" "$region" "$1" "$2" >&2
  exit 1
}
deploy="npm run deploy -- $environment"
check="./cartographer secrets check $environment"
push="./cartographer secrets push $environment"

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
answer=$(aws secretsmanager get-secret-value --secret-id "$secret" --region "$region" --output json \
  --cli-connect-timeout 3 --cli-read-timeout 5 2>"$errors") || {
  case $(<"$errors") in
    *ResourceNotFoundException*"staging label"*) refuse "has no value yet" "$push" ;;
    *ResourceNotFoundException*) refuse "does not exist" "$deploy" ;;
    *InvalidRequestException*delet*)
      refuse "is about to be deleted" "aws secretsmanager restore-secret --secret-id $secret --region $region" ;;
    *AccessDenied*) refuse "may not be read by the role of this host" "$deploy, which gives the role its rights" ;;
    *"Unable to locate credentials"*)
      refuse "cannot be read: this host has no role, or its metadata do not answer" \
        "$deploy, which gives the host its role" ;;
    *Throttling* | *TooManyRequests* | *"Rate exceeded"*)
      refuse "could not be read: AWS throttled every attempt" \
        "nothing, it is tried again; or: systemctl start cartographer.target" ;;
    *"Could not connect"* | *"imeout on endpoint"* | *"Connection was closed"* | \
      *"onnection error"* | *"onnection broken"*)
      refuse "could not be read: AWS Secrets Manager did not answer" \
        "curl -sv https://secretsmanager.$region.amazonaws.com/ping" ;;
    *)
      refuse "could not be read" \
        "aws secretsmanager describe-secret --secret-id $secret --region $region, as root on the host" ;;
  esac
}

# A builtin and a pipe: a here-string may become a file, and an argument would be seen by every user.
read_answer() { printf '%s' "$answer" | jq --arg part "$part" "$@" 2>/dev/null; }

problem=$(read_answer --raw-output '
  def is_name: test("\\A[A-Za-z_][A-Za-z0-9_]*\\z");
  # Not contains(), which before jq 1.7 finds a NUL in every text.
  def has_nul: explode | any(. == 0);

  if (.SecretString | type) != "string" then "holds no text"
  else
    [.SecretString | try fromjson catch empty][0] as $all
    | if ($all | type) != "object" then "holds no JSON object"
      elif $part == "environment" then
        $all.environment as $variables
        | if ($variables | type) != "object" or $variables == {} then "has no variables under environment"
          elif $variables | keys | all(is_name) | not then "has a name under environment that no variable can have"
          else
            ($variables | to_entries | map(select((.value | type) != "string" or (.value | has_nul)) | .key)) as $bad
            | if $bad == [] then "" else "has no text without NUL as \($bad | join(", "))" end
          end
      elif ($all[$part] | type) != "string" then "has no \($part)"
      elif $all[$part] | startswith("-----BEGIN ") | not then "has an \($part) that is not PEM"
      else ""
      end
  end') || refuse "could not be read: what came back is not what AWS answers" "$check"
[ -z "$problem" ] || refuse "$problem" "$check, then: $push"

if [ "$part" = environment ]; then
  read_answer --join-output '.SecretString | fromjson | .environment | to_entries[] | "\(.key)=\(.value)\u0000"'
else
  read_answer --join-output '.SecretString | fromjson | .[$part]'
fi
