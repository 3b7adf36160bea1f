package dev.handshakefleet.imports.draft;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.imports.source.Place;
import java.util.Objects;

/**
 * What the reader of an import should know.
 *
 * @param place the line of the source
 * @param lost whether something was not carried over; otherwise it is carried over in another way
 * @param text one plain sentence, safe to show
 */
public record Remark(Place place, boolean lost, String text) {

    public Remark {
        Objects.requireNonNull(place, "place");
        text = SafeText.sentence(text);
    }

    /** @return {@code prometheus.yml:12: not carried over: …} */
    @Override
    public String toString() {
        return place + ": " + (lost ? "not carried over: " : "note: ") + text;
    }
}
