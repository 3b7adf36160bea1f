package dev.handshakefleet.cli;

import java.util.Optional;

/** Who is at the keyboard, as far as the machine knows. */
final class UserName {

    private UserName() {}

    /** @return the name of the user that this process belongs to, where it can be shown */
    static Optional<String> ofThisProcess() {
        return Optional.ofNullable(System.getProperty("user.name")).filter(name -> name.matches("[\\w.@-]{1,100}"));
    }
}
