#!/bin/sh
# Imports the tables and the topic that a removed fleet left behind into a new stack, so that a deployment continues with them.
set -eu

usage() {
    cat <<'USAGE'
Usage: infra/adopt.sh [--name FLEET] HOME_REGION

  --name FLEET  prefix of all names of the removed fleet (default: handshake-fleet)

Run infra/deploy-regions.sh afterwards, with the same home region first.

Exit status: 0 they are imported, 1 the import failed, 2 usage.
USAGE
}

refuse() {
    echo "adopt: $1" >&2
    echo "Try: infra/adopt.sh --help" >&2
    exit 2
}

name=handshake-fleet
home=
while [ $# -gt 0 ]; do
    case $1 in
        --name)
            [ $# -ge 2 ] || refuse "--name: missing; accepted: the prefix of all names"
            name=$2
            shift
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        -*) refuse "unknown option '$1'" ;;
        *)
            [ -z "$home" ] || refuse "HOME_REGION: '$1' is one too many"
            home=$1
            ;;
    esac
    shift
done
printf '%s\n' "$home" | grep -Eqx '[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}' \
    || refuse "HOME_REGION: '$home'; accepted: the name of an AWS region, such as eu-west-1"
printf '%s\n' "$name" | grep -Eqx '[a-z][a-z0-9-]{1,30}' \
    || refuse "--name: '$name'; accepted: 2 to 31 lower-case letters, digits and hyphens, a letter first"
command -v aws >/dev/null || refuse "the AWS CLI (aws) is not installed: https://docs.aws.amazon.com/cli"
cd "$(dirname -- "$0")/.."

# An import makes a new stack. An existing one holds its tables already, or has to be deleted first.
if status=$(aws cloudformation describe-stacks --region "$home" --stack-name "$name" --output text \
    --query 'Stacks[0].StackStatus' 2>&1); then
    [ "$status" = REVIEW_IN_PROGRESS ] || refuse "the stack '$name' exists in $home ($status)"
else
    case $status in
        *'does not exist'*) ;;
        *)
            echo "adopt: $home: $status" >&2
            exit 1
            ;;
    esac
fi

for table in "$name-measurements" "$name-state"; do
    aws dynamodb describe-table --region "$home" --table-name "$table" --query Table.TableStatus --output text >/dev/null \
        || { echo "adopt: there is no table '$table' in $home to adopt" >&2; exit 1; }
done
# This call gives the ARN of an existing topic. A topic that somebody deleted comes back, without its subscriptions.
topic=$(aws sns create-topic --region "$home" --name "$name-alerts" --query TopicArn --output text)

aws cloudformation create-change-set --region "$home" --stack-name "$name" --change-set-name adopt \
    --change-set-type IMPORT --template-body file://infra/adopt.yaml \
    --parameters "ParameterKey=FleetName,ParameterValue=$name" \
    --resources-to-import "[
        {\"ResourceType\": \"AWS::DynamoDB::Table\", \"LogicalResourceId\": \"Measurements\",
         \"ResourceIdentifier\": {\"TableName\": \"$name-measurements\"}},
        {\"ResourceType\": \"AWS::DynamoDB::Table\", \"LogicalResourceId\": \"FleetState\",
         \"ResourceIdentifier\": {\"TableName\": \"$name-state\"}},
        {\"ResourceType\": \"AWS::SNS::Topic\", \"LogicalResourceId\": \"AlertTopic\",
         \"ResourceIdentifier\": {\"TopicArn\": \"$topic\"}}]" >/dev/null
aws cloudformation wait change-set-create-complete --region "$home" --stack-name "$name" --change-set-name adopt
aws cloudformation execute-change-set --region "$home" --stack-name "$name" --change-set-name adopt
aws cloudformation wait stack-import-complete --region "$home" --stack-name "$name"
echo "adopt: the stack '$name' in $home holds the tables and the topic; now run infra/deploy-regions.sh with $home first" >&2
