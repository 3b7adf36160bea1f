/**
 * Values that every package may use: checked input, deadlines, durations, host names, and texts that are safe to show.
 * Imports no other package.
 *
 * <pre>
 *   user input   {@code Durations}, {@code Instants}, {@code HostName}   or {@code BadInputException}: field, value, accepted form
 *   regions      {@code RegionName}: the name of a region, and the id of alerts about it
 *   time left    {@code Deadline}
 *   problems     {@code WithProblems}: a value, and the problems on the way to it
 *   outside      {@code SafeText}   text from a peer or a user: bounded, on one line, without control characters
 *   mistyped     {@code NearNames}
 *   process      {@code NativeExecutable}   whether it is one or runs on a JVM
 *   texts        {@code DurationText}, {@code LimitText}, {@code AddressText}, {@code Fingerprint}
 * </pre>
 */
package dev.handshakefleet.base;
