import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies a jar, with class files of Java 5, as picocli's, brought to the format of Java 8. Before Java 6 they say
 * nothing of types at branches: the virtual machine's cache takes none, and its verifier has to work the types out.
 */
final class CurrentClasses {
  private static final int LEAST = ClassFile.JAVA_6_VERSION;

  private CurrentClasses() {}

  static void copy(Path from, Path to) throws IOException {
    try (ZipFile jar = new ZipFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      ClassFile format = ClassFile.of(
          ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
          ClassFile.ConstantPoolSharingOption.NEW_POOL,
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(type -> open(jar, type.descriptorString()))
                  .orElse(ClassHierarchyResolver.defaultResolver())));
      for (ZipEntry entry : Collections.list(jar.entries())) {
        byte[] content = jar.getInputStream(entry).readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(entry.getName().endsWith(".class") ? current(format, content) : content);
        out.closeEntry();
      }
    }
  }

  private static byte[] current(ClassFile format, byte[] content) {
    ClassModel model = format.parse(content);
    if (model.majorVersion() >= LEAST) return content;
    ClassTransform newer =
        ClassTransform.endHandler(type -> type.withVersion(ClassFile.JAVA_8_VERSION, 0));
    return format.transformClass(
        model, ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(newer));
  }

  private static InputStream open(ZipFile jar, String descriptor) {
    try {
      ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
