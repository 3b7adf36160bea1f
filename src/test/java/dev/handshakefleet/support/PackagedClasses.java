package dev.handshakefleet.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The classes of a {@code function.zip}: its own and those of the jars in its folder {@code lib}. Names are those of class files,
 * such as {@code java/lang/Object}.
 */
public final class PackagedClasses {

    private static final String SUFFIX = ".class";
    private static final Pattern OF_A_VERSION = Pattern.compile("META-INF/versions/(?<version>\\d+)/(?<file>.+)");

    private final Map<String, ClassModel> classes = new HashMap<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private final Set<String> own = new HashSet<>();
    private final List<String> jars = new ArrayList<>();

    private PackagedClasses() {}

    /** Reads a package. Of a class with versions for several releases of Java, the one is read that this JVM would load. */
    public static PackagedClasses of(Path zip) throws IOException {
        PackagedClasses read = new PackagedClasses();
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = entry.getName();
                if (name.endsWith(".jar")) {
                    read.jars.add(name.substring(name.lastIndexOf('/') + 1));
                    read.addJar(entries.readAllBytes());
                } else if (name.endsWith(SUFFIX)) {
                    read.add(name, 0, entries.readAllBytes());
                    read.own.add(name.substring(0, name.length() - SUFFIX.length()));
                }
            }
        }
        return read;
    }

    private void addJar(byte[] jar) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = entry.getName();
                Matcher versioned = OF_A_VERSION.matcher(name);
                if (versioned.matches()) {
                    int version = Integer.parseInt(versioned.group("version"));
                    if (version <= Runtime.version().feature()) {
                        add(versioned.group("file"), version, entries.readAllBytes());
                    }
                } else {
                    add(name, 0, entries.readAllBytes());
                }
            }
        }
    }

    private void add(String file, int version, byte[] content) {
        if (file.endsWith(SUFFIX) && !file.endsWith("module-info.class")) {
            String name = file.substring(0, file.length() - SUFFIX.length());
            if (versions.getOrDefault(name, -1) < version) {
                versions.put(name, version);
                classes.put(name, ClassFile.of().parse(content));
            }
        }
    }

    /** The names of the jars, with their versions. */
    public List<String> jars() {
        return jars;
    }

    /**
     * The classes and members that do not exist, of all that can be reached from the classes outside of the jars by constant
     * pools: a class as {@code a/B}, a member as {@code a/B.name}.
     *
     * @return each with the class that refers to it first, in the order of their names
     */
    public Map<String, String> missing() {
        Map<String, String> missing = new TreeMap<>();
        Set<String> seen = new HashSet<>(own);
        Deque<String> open = new ArrayDeque<>(own);
        while (!open.isEmpty()) {
            ClassModel referrer = classes.get(open.pop());
            for (PoolEntry entry : referrer.constantPool()) {
                if (entry instanceof ClassEntry type) {
                    elementOf(type.asInternalName()).ifPresent(name -> {
                        if (classes.containsKey(name)) {
                            if (seen.add(name)) {
                                open.push(name);
                            }
                        } else if (!missing.containsKey(name) && !isOfTheJdk(name) && isLoadedBy(referrer, name)) {
                            missing.put(name, nameOf(referrer));
                        }
                    });
                } else if (entry instanceof MemberRefEntry member) {
                    String owner = member.owner().asInternalName();
                    String name = member.name().stringValue();
                    if (classes.containsKey(owner)
                            && !hasMember(owner, name, member.type().stringValue())) {
                        missing.putIfAbsent(owner + "." + name, nameOf(referrer));
                    }
                }
            }
        }
        return missing;
    }

    private static String nameOf(ClassModel model) {
        return model.thisClass().asInternalName();
    }

    /**
     * Whether a class has that class as a parent or in its code. A constant pool also names the nested classes of every class that the source
     * mentions, and the classes of constants that the compiler has inlined; these are not loaded.
     */
    private static boolean isLoadedBy(ClassModel model, String name) {
        return model.superclass()
                        .filter(parent -> parent.asInternalName().equals(name))
                        .isPresent()
                || model.interfaces().stream()
                        .anyMatch(parent -> parent.asInternalName().equals(name))
                || model.methods().stream()
                        .flatMap(method -> method.code().stream())
                        .flatMap(code -> code.elementStream())
                        .anyMatch(element -> loads(element, name));
    }

    private static boolean loads(CodeElement element, String name) {
        return switch (element) {
            case NewObjectInstruction made -> isOf(made.className(), name);
            case NewReferenceArrayInstruction made -> isOf(made.componentType(), name);
            case NewMultiArrayInstruction made -> isOf(made.arrayType(), name);
            case TypeCheckInstruction check -> isOf(check.type(), name);
            case InvokeInstruction call -> isOf(call.owner(), name);
            case FieldInstruction access -> isOf(access.owner(), name);
            case ExceptionCatch caught ->
                caught.catchType().filter(type -> isOf(type, name)).isPresent();
            case ConstantInstruction.LoadConstantInstruction constant ->
                constant.constantEntry() instanceof ClassEntry type && isOf(type, name);
            case InvokeDynamicInstruction call ->
                call.invokedynamic().bootstrap().arguments().stream()
                        .anyMatch(argument -> argument instanceof MethodHandleEntry handle
                                && isOf(handle.reference().owner(), name));
            default -> false;
        };
    }

    private static boolean isOf(ClassEntry type, String name) {
        return elementOf(type.asInternalName()).filter(name::equals).isPresent();
    }

    /** A member of the class, of its superclasses or of its interfaces; one that a class outside of the package may have counts. */
    private boolean hasMember(String owner, String name, String type) {
        ClassModel model = classes.get(owner);
        if (model == null) {
            return true;
        }
        if (type.startsWith("(")
                ? model.methods().stream()
                        .anyMatch(method -> method.methodName().equalsString(name)
                                && method.methodType().equalsString(type))
                : model.fields().stream()
                        .anyMatch(field -> field.fieldName().equalsString(name)
                                && field.fieldType().equalsString(type))) {
            return true;
        }
        return model.superclass()
                        .filter(parent -> !parent.asInternalName().equals("java/lang/Object"))
                        .filter(parent -> hasMember(parent.asInternalName(), name, type))
                        .isPresent()
                || model.interfaces().stream().anyMatch(parent -> hasMember(parent.asInternalName(), name, type))
                || isOfObject(name, type);
    }

    /** Interfaces have the methods of Object too. */
    private static boolean isOfObject(String name, String type) {
        return Arrays.stream(Object.class.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(name)
                        && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                                .toMethodDescriptorString()
                                .equals(type));
    }

    /** The class behind an array; nothing for an array of numbers. */
    private static Optional<String> elementOf(String name) {
        if (!name.startsWith("[")) {
            return Optional.of(name);
        }
        String element = name.replaceFirst("^\\[+", "");
        return element.startsWith("L") ? Optional.of(element.substring(1, element.length() - 1)) : Optional.empty();
    }

    private static boolean isOfTheJdk(String name) {
        return ClassLoader.getPlatformClassLoader().getResource(name + SUFFIX) != null;
    }
}
