import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleResolutionAttribute;
import java.util.EnumSet;
import java.util.Set;
import jdk.tools.jlink.plugin.Plugin;
import jdk.tools.jlink.plugin.ResourcePool;
import jdk.tools.jlink.plugin.ResourcePoolBuilder;

/**
 * A step of jlink that makes {@code jdk.incubator.vector} a module like any other of the image: resolved without
 * {@code --add-modules}, and without the warning on stderr. Both are bits of one attribute of its module-info.class
 * (JEP 11), which is left out here. An image without an incubator module can archive its modules, too.
 */
final class ResolvedVectors implements Plugin {
  private static final String MODULE_INFO = "/jdk.incubator.vector/module-info.class";

  @Override
  public String getName() {
    return "resolved-vectors";
  }

  /** Before the step that makes code of what is in the modules' descriptions. */
  @Override
  public Category getType() {
    return Category.FILTER;
  }

  @Override
  public Set<State> getState() {
    return EnumSet.of(State.AUTO_ENABLED, State.FUNCTIONAL);
  }

  @Override
  public ResourcePool transform(ResourcePool in, ResourcePoolBuilder out) {
    in.transformAndCopy(
        entry -> entry.path().equals(MODULE_INFO)
            ? entry.copyWithContent(withoutResolution(entry.contentBytes()))
            : entry,
        out);
    return out.build();
  }

  private static byte[] withoutResolution(byte[] moduleInfo) {
    ClassFile format = ClassFile.of();
    return format.transformClass(
        format.parse(moduleInfo),
        ClassTransform.dropping(element -> element instanceof ModuleResolutionAttribute));
  }
}
