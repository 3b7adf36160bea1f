#!/bin/sh
# Deploys the fleet: the home region first, because it holds the tables and the topic, then the others. Can be run again.
set -eu

usage() {
    cat <<'USAGE'
Usage: infra/deploy-regions.sh [OPTION...] HOME_REGION [REGION...] [-- [REGION:]KEY=VALUE...]

  --dry-run        print the commands instead of running them
  --jvm            deploy the package of ./mvnw package for the java25 runtime, not the native executable
  --name FLEET     name of the stack and prefix of all names (default: handshake-fleet)
  --new-home       make HOME_REGION the home region of a deployed fleet; it begins with empty tables, those of the old one stay
  --tag KEY=VALUE  a tag of the stack and of all that it makes; can be repeated
  KEY=VALUE        a parameter of template.yaml, the same in every region
  REGION:KEY=VALUE the same for one region, such as a layer or subnets; it replaces KEY=VALUE there

Example:
  infra/deploy-regions.sh eu-west-1 us-east-1 ap-southeast-2 -- Targets=example.com,example.org AlertEmail=ops@example.com

Exit status: 0 all regions are deployed, 1 a deployment failed, 2 usage.
USAGE
}

newline='
'

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

is_region() {
    printf '%s\n' "$1" | grep -Eqx '[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}'
}

# Prints the names of the parameters of the template, one a line.
parameter_names() {
    awk '/^[A-Za-z]/ { inside = ($1 == "Parameters:") } inside && /^  [A-Za-z]+:$/ { print substr($1, 1, length($1) - 1) }' template.yaml
}

# Refuses what sam would drop, cut or pass on as something else, and appends the rest to $overrides.
add_override() {
    scope=
    override=$1
    case $override in
        [a-z]*:[A-Z]*=*)
            scope=${override%%:*}
            override=${override#*:}
            case " $regions " in
                *" $scope "*) ;;
                *) refuse "parameter: '$1'; accepted: one of the regions${regions} before the colon" ;;
            esac
            ;;
    esac
    key=${override%%=*}
    case $override in
        FleetName=* | HomeRegion=* | Runtime=* | Version=*) refuse "parameter '$key' is set by this script (--name, HOME_REGION, --jvm)" ;;
        [A-Z]*=*) ;;
        *) refuse "parameter: '$1'; accepted: KEY=VALUE or REGION:KEY=VALUE" ;;
    esac
    parameter_names | grep -qx -- "$key" \
        || refuse "parameter: '$key'; accepted: $(parameter_names | grep -vx 'FleetName\|HomeRegion\|Runtime\|Version' | tr '\n' ' ' | sed 's/ $//; s/ /, /g')"
    case ${override#*=} in
        *'"'* | *'\'* | *[[:cntrl:]]*) refuse "parameter '$key': sam cannot pass on quotation marks, backslashes and line breaks" ;;
    esac
    case $newline$overrides in
        *"$newline$scope:$key="*) refuse "parameter: '${scope:+$scope:}$key' is given twice" ;;
    esac
    case $key in
        SubnetIds | SecurityGroupIds)
            [ -n "$scope" ] || [ "$regions" = " $home" ] \
                || refuse "parameter '$key' belongs to one region; accepted: REGION:$key=VALUE"
            ;;
    esac
    overrides=$overrides$scope:$override$newline
}

# Prints the parameters of the region $1 as KEY=VALUE, one a line.
overrides_of() {
    printf '%s' "$overrides" | awk -v region="$1" '
        {
            colon = index($0, ":")
            scope = substr($0, 1, colon - 1)
            override = substr($0, colon + 1)
            key = substr(override, 1, index(override, "=") - 1)
        }
        scope == "" || scope == region {
            if (!(key in chosen)) {
                keys[++count] = key
            }
            if (scope != "" || !(key in chosen)) {
                chosen[key] = override
            }
        }
        END {
            for (i = 1; i <= count; i++) {
                print chosen[keys[i]]
            }
        }'
}

# Prints the value of the parameter $2 in the region $1, or nothing.
override_of() {
    overrides_of "$1" | sed -n "s/^$2=//p"
}

# sam reads the value of an override up to a blank, and drops an override without a value, unless the value is quoted.
sam_override() {
    case ${1#*=} in
        *[!A-Za-z0-9_./:=,@%+*-]* | '') printf '%s="%s"' "${1%%=*}" "${1#*=}" ;;
        *) printf '%s' "$1" ;;
    esac
}

# A layer can only be used in its own region.
check_layers() {
    for region in $regions; do
        layer=$(override_of "$region" CaLayer)
        case $layer in
            '' | arn:*:lambda:"$region":*) ;;
            *) refuse "CaLayer: '$layer'; accepted: a layer of $region there, $region:CaLayer=ARN" ;;
        esac
    done
}

# Each runtime starts one kind of package only: provided.al2023 an executable named bootstrap, java25 classes.
check_package() {
    [ -f "$package" ] || refuse "$package is missing; build it first: $build"
    command -v unzip >/dev/null || refuse "unzip is not installed; it is needed to look into $package"
    if [ "$runtime" = java25 ]; then
        if unzip -l "$package" bootstrap >/dev/null 2>&1; then
            refuse "$package holds a native executable, which the runtime java25 cannot start; build it again: $build"
        fi
        return
    fi
    unzip -l "$package" bootstrap >/dev/null 2>&1 \
        || refuse "$package has no bootstrap, so the runtime provided.al2023 cannot start it; build it again: $build, or deploy for the JVM: --jvm"
    for region in $regions; do
        check_architecture "$(override_of "$region" Architecture)"
    done
}

# Compares the machine that an ELF header names with the architecture of the function.
check_architecture() {
    header=$(unzip -p "$package" bootstrap 2>/dev/null | od -An -v -tx1 -N20 | tr -d ' \n')
    case $header in
        7f454c46????????????????????????????b700) built=arm64 ;;
        7f454c46????????????????????????????3e00) built=x86_64 ;;
        *) return 0 ;;
    esac
    [ "$built" = "${1:-arm64}" ] \
        || refuse "$package was built for $built and the function runs on ${1:-arm64}; build it on such a machine, or deploy with Architecture=$built"
}

# Prints the status of the stack of the region $1 and its home region, or nothing where there is no stack.
existing_stack() {
    if ! found=$(aws cloudformation describe-stacks --region "$1" --stack-name "$name" --output text \
        --query "Stacks[0].[StackStatus, (Parameters[?ParameterKey=='HomeRegion'].ParameterValue)[0]]" 2>&1); then
        case $found in
            *'does not exist'*) return 0 ;;
            *)
                echo "deploy-regions: $1: $found" >&2
                return 1
                ;;
        esac
    fi
    printf '%s\n' "$found" | awk -v region="$1" '{ print $1, ($2 == "" || $2 == "None") ? region : $2 }'
}

# Tables and topic do not move with the home region: a fleet with another home begins with empty tables, which --new-home asks for.
check_home() {
    [ "$new_home" = no ] || return 0
    for region in $regions; do
        stack=$(existing_stack "$region") || exit 1
        case $stack in
            '' | "ROLLBACK_COMPLETE "* | "REVIEW_IN_PROGRESS "* | *" $home") ;;
            *) refuse "HOME_REGION: '$home'; accepted: ${stack#* }, the home region of the fleet '$name' in $region; docs/deploy.md says how to move it (--new-home)" ;;
        esac
    done
}

# CloudFormation cannot update a stack whose creation was rolled back, and such a stack holds nothing.
delete_failed_stack() {
    stack=$(existing_stack "$1") || exit 1
    case $stack in
        "ROLLBACK_COMPLETE "*)
            echo "deploy-regions: $1: deleting the stack '$name', whose creation failed" >&2
            aws cloudformation delete-stack --region "$1" --stack-name "$name"
            aws cloudformation wait stack-delete-complete --region "$1" --stack-name "$name"
            ;;
    esac
}

# Prints the version of the program and the checksum of its package, which says whether two regions run the same.
deployed_version() {
    sum=$(cksum "$package" 2>/dev/null | cut -d ' ' -f 1) || sum=
    printf '%s%s\n' "$(sed -n '/<version>/{s/.*<version>\(.*\)<\/version>.*/\1/p;q;}' pom.xml)" "${sum:++$sum}"
}

# Prints the command in its arguments, or runs it.
run() {
    if [ "$dry_run" = yes ]; then
        line=
        for word in "$@"; do
            line="$line $(quoted "$word")"
        done
        printf '%s\n' "${line# }"
    else
        "$@"
    fi
}

# Writes the template of the region $1 beside the package of the JVM. It fits that package alone, and its names of the published
# version follow all that the version is made of.
write_jvm_template() {
    template=target/function-jvm/$1.yaml
    state=$({
        cat "$package" 2>/dev/null || true
        cat template.yaml
        overrides_of "$1"
        echo "$name $home"
    } | cksum | tr -d ' ')
    set -- sed \
        -e 's|CodeUri: target/function-native/|CodeUri: |' \
        -e 's|\[!Ref Runtime, provided.al2023\]|[!Ref Runtime, java25]|' \
        -e "s|ProbeFunctionVersion|&$state|" \
        -e "s|^      Description: Times TLS handshakes.*|& ($state)|" \
        template.yaml
    run mkdir -p target/function-jvm
    if [ "$dry_run" = yes ]; then
        printf '%s >%s\n' "$(run "$@")" "$template"
    else
        "$@" >"$template"
    fi
}

# Deploys the region $1.
deploy() {
    if [ "$runtime" = java25 ]; then
        write_jvm_template "$1" || return
    fi
    set -- "$1" sam deploy \
        --template-file "$template" \
        --stack-name "$name" \
        --region "$1" \
        --resolve-s3 \
        --capabilities CAPABILITY_IAM \
        --no-confirm-changeset \
        --no-fail-on-empty-changeset
    if [ -n "$tags" ]; then
        set -- "$@" --tags
        IFS=$newline
        for tag in $tags; do
            set -- "$@" "$tag"
        done
        unset IFS
    fi
    set -- "$@" --parameter-overrides "Version=$(deployed_version)" "FleetName=$name" "HomeRegion=$home" "Runtime=$runtime"
    parameters=$(overrides_of "$1")
    IFS=$newline
    for parameter in $parameters; do
        set -- "$@" "$(sam_override "$parameter")"
    done
    unset IFS
    shift
    run "$@"
}

set -f
dry_run=no
new_home=no
runtime=provided.al2023
template=template.yaml
package=target/function-native/function.zip
build='./mvnw package -Dnative'
name=handshake-fleet
tags=
regions=
overrides=

while [ $# -gt 0 ]; do
    case $1 in
        --dry-run) dry_run=yes ;;
        --new-home) new_home=yes ;;
        --jvm)
            runtime=java25
            package=target/function-jvm/function.zip
            build='./mvnw package -DskipTests'
            ;;
        --name)
            [ $# -ge 2 ] || refuse "--name: missing; accepted: the prefix of all names"
            name=$2
            shift
            ;;
        --tag)
            [ $# -ge 2 ] || refuse "--tag: missing; accepted: KEY=VALUE"
            printf '%s' "$2" | grep -Eqx '[A-Za-z0-9_.:/+@-]+=[A-Za-z0-9_.:/+@-]+' \
                || refuse "--tag: '$2'; accepted: KEY=VALUE of letters, digits and _ . : / + @ -"
            tags=$tags$2$newline
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
            is_region "$1" || refuse "region: '$1'; accepted: the name of an AWS region, such as eu-west-1"
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
home=${regions# }
home=${home%% *}

cd "$(dirname -- "$0")/.."
for override in "$@"; do
    add_override "$override"
done
check_layers
if [ "$dry_run" = no ]; then
    command -v sam >/dev/null || refuse "the AWS SAM CLI (sam) is not installed: https://docs.aws.amazon.com/serverless-application-model"
    command -v aws >/dev/null || refuse "the AWS CLI (aws) is not installed: https://docs.aws.amazon.com/cli"
    check_package
    check_home
fi

deployed=
for region in $regions; do
    if [ "$dry_run" = yes ]; then
        deploy "$region"
        continue
    fi
    echo "deploy-regions: $region" >&2
    delete_failed_stack "$region"
    if ! deploy "$region"; then
        echo "deploy-regions: $region failed; deployed before it:${deployed:- none}; mend it and run the same command again" >&2
        exit 1
    fi
    deployed="$deployed $region"
done
if [ "$dry_run" = no ]; then
    echo "deploy-regions: deployed$deployed" >&2
    confirmations=0
    for region in $regions; do
        if [ -n "$(override_of "$region" AlertEmail)" ]; then
            confirmations=$((confirmations + 1))
            [ "$region" != "$home" ] || confirmations=$((confirmations + 1))
        fi
    done
    if [ "$confirmations" -gt 0 ]; then
        echo "deploy-regions: AlertEmail: confirm $confirmations subscriptions, one for the alerts and one for the health of each region" >&2
    fi
    echo "deploy-regions: for ./fleet ... --aws:" >&2
    echo "export FLEET_HOME_REGION=$home FLEET_STATE_TABLE=$name-state FLEET_MEASUREMENTS_TABLE=$name-measurements"
fi
