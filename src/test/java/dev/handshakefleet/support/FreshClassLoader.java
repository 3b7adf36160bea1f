package dev.handshakefleet.support;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Loads the classes of this process once more, beside those that other tests have used, and tells which. Thread-safe. */
public final class FreshClassLoader extends URLClassLoader {

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private FreshClassLoader(URL[] classPath) {
        super(classPath, ClassLoader.getPlatformClassLoader());
    }

    /** @return a loader with the class path of this process */
    public static FreshClassLoader ofAll() {
        return of(entry -> true);
    }

    /** @return a loader with a part of the class path of this process */
    public static FreshClassLoader of(Predicate<Path> entries) {
        return new FreshClassLoader(
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(Path::of)
                        .filter(entries)
                        .map(FreshClassLoader::url)
                        .toArray(URL[]::new));
    }

    /** @return the names of the classes that it was asked for so far */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        asked.add(name);
        return super.loadClass(name, resolve);
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
