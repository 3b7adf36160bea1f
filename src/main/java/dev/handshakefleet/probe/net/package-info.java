/**
 * TCP connections whose every arrival and departure carries its instant. The rest of the program cannot tell where the
 * instants come from: the kernel's own stamps on Linux, else stamps taken by one polling thread.
 *
 * <pre>
 *   {@link dev.handshakefleet.probe.net.Links}         connect ─► {@link dev.handshakefleet.probe.net.Link}, a {@link dev.handshakefleet.probe.net.TimedStream}: send ─► Departure, receive ─► Arrival
 *      ├ {@code KernelLinks}   SO_TIMESTAMPING, TCP_INFO and epoll through {@code Libc}
 *      └ {@code ProcessLinks}  java.nio; stalls by {@code HiccupMeter}
 * </pre>
 */
package dev.handshakefleet.probe.net;
