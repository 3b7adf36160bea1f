package dev.handshakefleet.simulation;

import java.math.BigDecimal;

/**
 * What is under way at a moment of the last interval, in all regions.
 *
 * @param second from the instant of the run
 * @param waiting messages that may be received and are not
 * @param oldestSeconds how long the oldest of them has waited
 * @param atOnce invocations under way
 * @param probesASecond that end in the seconds until the next moment
 */
record Moment(int second, int waiting, BigDecimal oldestSeconds, int atOnce, BigDecimal probesASecond) {}
