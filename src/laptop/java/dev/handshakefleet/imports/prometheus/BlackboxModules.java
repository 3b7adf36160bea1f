package dev.handshakefleet.imports.prometheus;

import dev.handshakefleet.imports.draft.Remarks;
import dev.handshakefleet.imports.source.SourceFile;
import dev.handshakefleet.imports.source.SourceValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The modules of blackbox_exporter that targets name. A module is read when the first target names it, so modules that none
 * names cause no remarks. Used by one thread.
 */
public final class BlackboxModules {

    /** The module of the exporter's own example, and the one that it takes where none is named. */
    static final String USUAL = "http_2xx";

    private final Optional<Map<String, SourceValue>> written;
    private final Remarks remarks;
    private final Map<String, BlackboxModule> read = new HashMap<>();

    private BlackboxModules(Optional<Map<String, SourceValue>> written, Remarks remarks) {
        this.written = written;
        this.remarks = remarks;
    }

    /** No file is given: only {@value #USUAL} is known, as the exporter's example has it. */
    public static BlackboxModules none(Remarks remarks) {
        return new BlackboxModules(Optional.empty(), remarks);
    }

    /**
     * @param file blackbox.yml
     * @throws dev.handshakefleet.base.BadInputException when it has no modules
     */
    public static BlackboxModules of(SourceFile file, Remarks remarks) {
        SourceValue modules = file.yaml()
                .field("modules")
                .filter(SourceValue::isMap)
                .orElseThrow(() -> file.refused("no map 'modules'"));
        return new BlackboxModules(Optional.of(modules.fields()), remarks);
    }

    /** @return the module of that name */
    BlackboxModule module(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    private BlackboxModule read(String name) {
        if (written.isEmpty()) {
            return name.equals(USUAL)
                    ? new BlackboxModule.Http(Map.of(), Optional.of(Map.of()))
                    : new BlackboxModule.Refused("its module is not known; give the file of the modules (--modules)");
        }
        SourceValue module = written.get().get(name);
        return module == null
                ? new BlackboxModule.Refused("the file of the modules has no module of its name")
                : new BlackboxModuleReader(name, remarks).read(module);
    }
}
