package dev.handshakefleet.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code fleet --version} says. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = getClass().getPackage().getImplementationVersion();
        return new String[] {"Handshake Fleet " + (version == null ? "0.1.0" : version)};
    }
}
