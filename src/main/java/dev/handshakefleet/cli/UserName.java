package dev.handshakefleet.cli;

import java.util.Optional;

/** The name of the user, as far as the machine knows it. */
final class UserName {

    private UserName() {}

    /** @return the user of this process, if the name can be shown */
    static Optional<String> ofThisProcess() {
        return Optional.ofNullable(System.getProperty("user.name")).filter(name -> name.matches("[\\w.@-]{1,100}"));
    }
}
