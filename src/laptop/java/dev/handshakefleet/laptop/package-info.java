/** Where {@code ./fleet} starts on a laptop. Imports every room; no room imports it. Not part of the deployed package. */
package dev.handshakefleet.laptop;
