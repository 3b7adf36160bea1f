package dev.handshakefleet.cost;

import java.util.Arrays;
import java.util.List;

/** What AWS charges for, in the order of the bill. */
enum PriceItem {
    LAMBDA_REQUEST("lambda.request", "Lambda, requests", "request"),
    LAMBDA_GB_SECOND_ARM64("lambda.gb-second.arm64", "Lambda, GB-seconds (arm64)", "GB-second"),
    LAMBDA_GB_SECOND_X86_64("lambda.gb-second.x86_64", "Lambda, GB-seconds (x86_64)", "GB-second"),
    WRITE_UNIT("dynamodb.write-unit", "DynamoDB, write units", "write request unit"),
    READ_UNIT("dynamodb.read-unit", "DynamoDB, read units", "read request unit"),
    STORAGE("dynamodb.storage", "DynamoDB, storage, GB", "GB-month"),
    PITR("dynamodb.pitr", "DynamoDB, backups (PITR), GB", "GB-month"),
    PUBLISH("sns.publish", "SNS, notices", "publish"),
    EMAIL("sns.email", "SNS, emails", "email"),
    QUEUE_REQUEST("sqs.request", "SQS, requests", "request"),
    INVOCATION("scheduler.invocation", "Scheduler, invocations", "invocation"),
    LOG_INGESTED("logs.ingested", "CloudWatch, logs written, GB", "GB"),
    LOG_STORED("logs.stored", "CloudWatch, logs kept, GB", "GB-month"),
    METRIC("cloudwatch.metric", "CloudWatch, metrics", "metric-month"),
    ALARM("cloudwatch.alarm", "CloudWatch, alarms", "alarm-month"),
    TRANSFER_INTERNET("transfer.internet", "Transfer to targets, GB", "GB"),
    TRANSFER_REGIONS("transfer.regions", "Transfer between regions, GB", "GB"),
    CANARY_RUN("synthetics.run", "Synthetics, runs", "canary run");

    private final String key;
    private final String part;
    private final String unit;

    PriceItem(String key, String part, String unit) {
        this.key = key;
        this.part = part;
        this.unit = unit;
    }

    /** @return its name in a price list */
    String key() {
        return key;
    }

    /** @return its name in the bill */
    String part() {
        return part;
    }

    /** @return one of what is counted */
    String unit() {
        return unit;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(PriceItem::key).toList();
    }
}
