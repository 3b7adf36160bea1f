package dev.handshakefleet.base;

/** Tells whether this process is a native executable (GraalVM) or runs on a JVM. */
public final class NativeExecutable {

    /** {@code ImageInfo.PROPERTY_IMAGE_CODE_KEY} of the GraalVM SDK; set while an executable is built and while it runs. */
    private static final String IMAGE_CODE = "org.graalvm.nativeimage.imagecode";

    private NativeExecutable() {}

    /** @return whether this is a running native executable. Not for static fields, which are set while it is built. */
    public static boolean isRunning() {
        return "runtime".equals(System.getProperty(IMAGE_CODE));
    }
}
