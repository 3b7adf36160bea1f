package dev.handshakefleet.cli;

import picocli.CommandLine.IVersionProvider;

/** The output of {@code fleet --version}. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = getClass().getPackage().getImplementationVersion();
        return new String[] {"Handshake Fleet " + (version == null ? "0.1.0" : version)};
    }
}
