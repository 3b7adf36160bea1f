package dev.handshakefleet.imports.draft;

import dev.handshakefleet.imports.source.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects remarks, each once. Used by one thread. */
public final class Remarks {

    private final Set<Remark> all = new LinkedHashSet<>();

    /**
     * Something is not in the targets.
     *
     * @param place where it stands in the source
     * @param what its name in the source; never its value where that may be a secret
     * @param reason why not
     */
    public void lost(Place place, String what, String reason) {
        all.add(new Remark(place, true, what + ": " + reason));
    }

    /** Something is carried over in another way, or is to be done elsewhere. */
    public void note(Place place, String text) {
        all.add(new Remark(place, false, text));
    }

    /** @return all, in order */
    public List<Remark> all() {
        return List.copyOf(all);
    }
}
