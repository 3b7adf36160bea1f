/**
 * TCP connections with an instant for every arrival and departure. Callers need not know where the instants come from: on Linux
 * they are the kernel's own stamps, elsewhere one polling thread takes them.
 *
 * <pre>
 *   {@code Links}   connects ─► {@code Link}, a {@code TimedStream}
 *     ├ {@code KernelLinks}    SO_TIMESTAMPING, TCP_INFO and epoll through {@code Libc}
 *     └ {@code ProcessLinks}   java.nio; {@code HiccupMeter} measures stalls
 * </pre>
 */
package dev.handshakefleet.probe.net;
