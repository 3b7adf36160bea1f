package dev.handshakefleet.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Collects problems, in plain sentences, until a run takes them into its report. Thread-safe. */
public final class Problems {

    private final ConcurrentLinkedQueue<String> sentences = new ConcurrentLinkedQueue<>();

    public void add(String sentence) {
        sentences.add(sentence);
    }

    /** @return what was added since the last call, each sentence once, in order */
    public List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String sentence = sentences.poll(); sentence != null; sentence = sentences.poll()) {
            taken.add(sentence);
        }
        return taken.stream().distinct().toList();
    }
}
