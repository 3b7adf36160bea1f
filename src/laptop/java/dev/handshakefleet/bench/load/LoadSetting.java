package dev.handshakefleet.bench.load;

/**
 * What is measured.
 *
 * @param targets of the catalog
 * @param distanceMillis the round trip that is added to each answer of DynamoDB
 */
record LoadSetting(int targets, int distanceMillis) {}
