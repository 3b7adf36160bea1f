package dev.handshakefleet.imports.draft;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds drafts to the fleet's own reader, so that what is written can be applied. */
public final class DraftCheck {

    private static final TargetReader READER = new TargetReader(TargetDefaults.BUILT_IN);

    private final Remarks remarks;
    private final Set<String> ids = new HashSet<>();
    private final Map<Target, TargetDraft> seen = new HashMap<>();

    /** @param remarks gets a remark for each draft and each tag that is refused */
    public DraftCheck(Remarks remarks) {
        this.remarks = remarks;
    }

    /**
     * @return the drafts that the reader accepts, in order, no two with one id: where a source has several targets of one
     *     address, the later ones get a name
     */
    public List<TargetDraft> accepted(List<TargetDraft> drafts) {
        List<TargetDraft> accepted = new ArrayList<>();
        for (TargetDraft draft : drafts) {
            dropTagsThatAreRefused(draft);
            if (read(draft)
                    .filter(target -> isNew(draft, target) && isDistinct(draft, target))
                    .isPresent()) {
                accepted.add(draft);
            }
        }
        return accepted;
    }

    private boolean isNew(TargetDraft draft, Target target) {
        TargetDraft same = seen.putIfAbsent(target, draft);
        if (same != null) {
            remarks.note(draft.place(), draft.shown() + " is the same target as in " + same.place());
        }
        return same == null;
    }

    private Optional<Target> read(TargetDraft draft) {
        try {
            return Optional.of(READER.read(draft.entry()));
        } catch (BadInputException refused) {
            remarks.lost(draft.place(), "target", refused.getMessage());
            return Optional.empty();
        }
    }

    private boolean isDistinct(TargetDraft draft, Target target) {
        if (ids.add(target.id())) {
            return true;
        }
        int number = 1;
        while (!ids.add(draft.suggestedName(number))) {
            number++;
        }
        draft.set("name", draft.suggestedName(number));
        return read(draft).isPresent();
    }

    /** A tag alone is refused by name and value, and is no reason to lose its target. */
    private void dropTagsThatAreRefused(TargetDraft draft) {
        for (Map.Entry<String, Object> tag : List.copyOf(draft.tags().entrySet())) {
            try {
                Target _ = READER.read(Map.of("host", "localhost", "tags", Map.of(tag.getKey(), tag.getValue())));
            } catch (BadInputException refused) {
                draft.withoutTag(tag.getKey());
                remarks.lost(draft.place(), "label of " + draft.shown(), refused.getMessage());
            }
        }
    }
}
