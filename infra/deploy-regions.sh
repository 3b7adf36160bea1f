#!/bin/sh
# Deploys the fleet: the home region first, because it holds the tables and the topic, then the others. Can be run again.
set -eu

usage() {
    cat <<'USAGE'
Usage: infra/deploy-regions.sh [--dry-run] [--jvm] [--name FLEET] HOME_REGION [REGION...] [-- KEY=VALUE...]

  --dry-run     print the commands instead of running them
  --jvm         deploy for the java25 runtime instead of the native executable
  --name FLEET  prefix of all names (default: handshake-fleet)
  KEY=VALUE     parameters of template.yaml, the same in every region

Example:
  infra/deploy-regions.sh eu-west-1 us-east-1 ap-southeast-2 -- Targets=example.com,example.org AlertEmail=ops@example.com

Exit status: 0 all regions are deployed, 1 a deployment failed, 2 usage.
USAGE
}

refuse() {
    echo "deploy-regions: $1" >&2
    echo "Try: infra/deploy-regions.sh --help" >&2
    exit 2
}

# Quotes a word for a shell, only where it needs it.
quoted() {
    case $1 in
        *[!A-Za-z0-9_./:=,@%+-]* | '') printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
        *) printf '%s' "$1" ;;
    esac
}

dry_run=no
runtime=provided.al2023
name=handshake-fleet
regions=

while [ $# -gt 0 ]; do
    case $1 in
        --dry-run) dry_run=yes ;;
        --jvm) runtime=java25 ;;
        --name)
            [ $# -ge 2 ] || refuse "--name: missing; accepted: the prefix of all names"
            name=$2
            shift
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        --)
            shift
            break
            ;;
        -*) refuse "unknown option '$1'" ;;
        *)
            printf '%s\n' "$1" | grep -Eqx '[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}' \
                || refuse "region: '$1'; accepted: the name of an AWS region, such as eu-west-1"
            case " $regions " in
                *" $1 "*) refuse "region: '$1' is named twice" ;;
            esac
            regions="$regions $1"
            ;;
    esac
    shift
done

[ -n "$regions" ] || refuse "HOME_REGION: missing; accepted: the name of an AWS region, such as eu-west-1"
printf '%s\n' "$name" | grep -Eqx '[a-z][a-z0-9-]{1,30}' \
    || refuse "--name: '$name'; accepted: 2 to 31 lower-case letters, digits and hyphens, a letter first"
for override in "$@"; do
    case $override in
        FleetName=* | HomeRegion=* | Runtime=*) refuse "parameter '${override%%=*}' is set by this script (--name, HOME_REGION, --jvm)" ;;
        [A-Z]*=*) ;;
        *) refuse "parameter: '$override'; accepted: KEY=VALUE" ;;
    esac
done

cd "$(dirname -- "$0")/.."
if [ "$dry_run" = no ]; then
    command -v sam >/dev/null || refuse "the AWS SAM CLI (sam) is not installed: https://docs.aws.amazon.com/serverless-application-model"
    [ -f target/function.zip ] || refuse "target/function.zip is missing; build it first: ./mvnw package -Dnative, or ./mvnw package for --jvm"
fi

home=${regions# }
home=${home%% *}
deployed=
for region in $regions; do
    set -- sam deploy \
        --template-file template.yaml \
        --stack-name "$name" \
        --region "$region" \
        --resolve-s3 \
        --capabilities CAPABILITY_IAM \
        --no-confirm-changeset \
        --no-fail-on-empty-changeset \
        --parameter-overrides "FleetName=$name" "HomeRegion=$home" "Runtime=$runtime" "$@"
    if [ "$dry_run" = yes ]; then
        line=
        for word in "$@"; do
            line="$line $(quoted "$word")"
        done
        printf '%s\n' "${line# }"
    else
        echo "deploy-regions: $region" >&2
        if ! "$@"; then
            echo "deploy-regions: $region failed; deployed before it:${deployed:- none}; mend it and run the same command again" >&2
            exit 1
        fi
        deployed="$deployed $region"
    fi
    # Only the parameters are carried on to the next region.
    while [ $# -gt 0 ] && [ "$1" != "Runtime=$runtime" ]; do
        shift
    done
    shift
done
if [ "$dry_run" = no ]; then
    echo "deploy-regions: deployed$deployed" >&2
fi
