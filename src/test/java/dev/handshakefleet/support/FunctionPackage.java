package dev.handshakefleet.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages of the function with nothing in them but what they are known by. */
public final class FunctionPackage {

    /** An executable of arm64 (ELF, e_machine 183): its header alone. */
    public static final byte[] ARM64 = elf(183);

    /** An executable of x86_64 (ELF, e_machine 62): its header alone. */
    public static final byte[] X86_64 = elf(62);

    private FunctionPackage() {}

    /** Writes a package with one entry, such as {@code bootstrap}, and makes the directories above it. */
    public static void write(Path file, String entry, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
    }

    private static byte[] elf(int machine) {
        byte[] header = new byte[64];
        byte[] identification = {0x7f, 'E', 'L', 'F', 2, 1, 1};
        System.arraycopy(identification, 0, header, 0, identification.length);
        header[16] = 2;
        header[18] = (byte) machine;
        header[20] = 1;
        return header;
    }
}
