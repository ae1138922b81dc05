package io.perigee.lua.compile;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The class of the closures of a {@linkplain Prototype#isDeferred deferred} function. It holds the
 * upvalues and hands every call to the class with the code, which the Java virtual machine asks for
 * at the first one; from then on such a call costs nothing, as it is compiled into its caller.
 *
 * <p>Such classes differ in nothing but names when their functions take and hold the same, so the
 * class file is made once for all of those and the names are put into its constant pool.
 */
final class ClosureClass {
  private static final ClassDesc SELF = ClassDesc.of("name.of.Closure");
  private static final ClassDesc CODE = ClassDesc.of("name.of.Code");
  private static final String SELF_NAME = "name/of/Closure";
  private static final String CODE_NAME = "name/of/Code";
  private static final String SOURCE_NAME = "name of source";
  private static final Map<Key, ClosureClass> TEMPLATES = new ConcurrentHashMap<>();
  private static final int CONSTANT_POOL = 8;
  private static final int UTF8 = 1;

  private final byte[] bytes;

  /** The offsets of the texts in the constant pool that hold a name; ascending. */
  private final List<Integer> texts = new ArrayList<>();

  /**
   * What such classes differ in.
   *
   * @param resumable whether the function can be suspended by leaving it
   */
  private record Key(ClosureLayout layout, boolean resumable) {}

  private ClosureClass(Key key) {
    bytes = ClassFile.of().build(SELF, builder -> build(builder, key));
    findTexts();
  }

  /** The class file for the closures of a function. */
  static byte[] of(Prototype prototype) {
    Key key = new Key(ClosureLayout.of(prototype), prototype.isResumable());
    return TEMPLATES.computeIfAbsent(key, ClosureClass::new).with(prototype);
  }

  // ---- the template ----

  private static void build(ClassBuilder builder, Key key) {
    ClosureLayout layout = key.layout;
    builder.withSuperclass(layout.base());
    builder.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL, AccessFlag.SUPER);
    builder.with(SourceFileAttribute.of(SOURCE_NAME));
    layout.build(builder, SELF);
    handOver(builder, "invoke", layout.invoke());
    if (key.resumable) {
      handOver(builder, Resumption.NAME, Resumption.TYPE);
      builder.withMethodBody(
          Resumption.NEW,
          Resumption.NEW_TYPE,
          ClassFile.ACC_PUBLIC,
          code -> code.invokestatic(CODE, Resumption.NEW, Resumption.NEW_TYPE).areturn());
    }
  }

  /** A method that calls the one of the same name in the class with the code. */
  private static void handOver(ClassBuilder builder, String name, MethodTypeDesc type) {
    builder.withMethodBody(name, type, ClassFile.ACC_PUBLIC, code -> handOver(code, name, type));
  }

  private static void handOver(CodeBuilder code, String name, MethodTypeDesc type) {
    code.aload(0);
    for (int i = 0; i < type.parameterCount(); i++) {
      code.loadLocal(TypeKind.REFERENCE, code.parameterSlot(i));
    }
    code.invokestatic(CODE, name, type.insertParameterTypes(0, SELF)).areturn();
  }

  private void findTexts() {
    ByteBuffer in = ByteBuffer.wrap(bytes).position(CONSTANT_POOL);
    int count = Short.toUnsignedInt(in.getShort());
    for (int i = 1; i < count; i++) {
      int start = in.position();
      int tag = in.get();
      if (tag == UTF8) {
        if (!text(start).equals(named(text(start), "", "", ""))) {
          texts.add(start);
        }
        in.position(start + 3 + length(start));
      } else {
        in.position(start + 1 + size(tag));
        i += tag == 5 || tag == 6 ? 1 : 0;
      }
    }
  }

  /** The bytes of an entry of the constant pool behind its tag (JVM specification 4.4). */
  private static int size(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 5, 6 -> 8;
      default -> 4;
    };
  }

  private int length(int start) {
    return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(start + 1));
  }

  private String text(int start) {
    return new String(bytes, start + 3, length(start), StandardCharsets.US_ASCII);
  }

  private static String named(String text, String self, String code, String source) {
    return text.replace(SELF_NAME, self).replace(CODE_NAME, code).replace(SOURCE_NAME, source);
  }

  // ---- a class ----

  private byte[] with(Prototype prototype) {
    String self = prototype.closureName().replace('.', '/');
    String code = prototype.codeName().replace('.', '/');
    ByteArrayOutputStream made = new ByteArrayOutputStream(bytes.length + 1000);
    try (DataOutputStream out = new DataOutputStream(made)) {
      int done = 0;
      for (int start : texts) {
        out.write(bytes, done, start + 1 - done);
        out.writeUTF(named(text(start), self, code, prototype.chunk().shortName()));
        done = start + 3 + length(start);
      }
      out.write(bytes, done, bytes.length - done);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return made.toByteArray();
  }
}
