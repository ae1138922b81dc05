package io.perigee.lua.compile;

import io.perigee.lua.runtime.CallSites;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables from bytecode index to line and operand names of a class's methods. They are made from
 * the class file when first asked for, that is at the first error or traceback: the n-th invoke
 * instruction of a method belongs to the n-th site that was recorded while generating it.
 */
final class SiteTables extends AbstractMap<String, CallSites> {
  private final Prototype prototype;
  private @Nullable Map<String, CallSites> tables;

  SiteTables(Prototype prototype) {
    this.prototype = prototype;
  }

  private Map<String, CallSites> tables() {
    Map<String, CallSites> known = tables;
    if (known == null) {
      known = read();
      tables = known;
    }
    return known;
  }

  @Override
  public @Nullable CallSites get(@Nullable Object method) {
    return tables().get(method);
  }

  @Override
  public Set<Entry<String, CallSites>> entrySet() {
    return tables().entrySet();
  }

  private Map<String, CallSites> read() {
    Map<String, CallSites> all = new HashMap<>();
    GeneratedClass generated = prototype.generated();
    ClassModel model = ClassFile.of().parse(generated.bytes());
    for (MethodModel method : model.methods()) {
      String key = method.methodName().stringValue() + method.methodType().stringValue();
      List<Code.Site> recorded = generated.sites().get(key);
      CodeAttribute code = method.findAttribute(Attributes.code()).orElse(null);
      if (recorded != null && code != null) {
        boolean piece = generated.pieces().contains(method.methodName().stringValue());
        all.put(key, table(code, recorded, piece));
      }
    }
    return all;
  }

  private static CallSites table(CodeAttribute code, List<Code.Site> recorded, boolean piece) {
    List<Integer> invokes = new ArrayList<>();
    int bci = 0;
    for (CodeElement element : code) {
      if (element instanceof InvokeInstruction || element instanceof InvokeDynamicInstruction) {
        invokes.add(bci);
      }
      if (element instanceof Instruction instruction) {
        bci += instruction.sizeInBytes();
      }
    }
    if (invokes.size() != recorded.size()) {
      invokes.clear();
    }
    int[] sites = invokes.stream().mapToInt(i -> i).toArray();
    @Nullable String[] @Nullable [] operands = new @Nullable String[sites.length] @Nullable [];
    BitSet tailCalls = new BitSet();
    for (int i = 0; i < sites.length; i++) {
      List<@Nullable String> names = recorded.get(i).operands();
      operands[i] = names == null ? null : names.toArray(new @Nullable String[0]);
      tailCalls.set(i, recorded.get(i).tail());
    }
    List<LineNumberInfo> lines = lines(code);
    return new CallSites(
        lines.stream().mapToInt(LineNumberInfo::startPc).toArray(),
        lines.stream().mapToInt(LineNumberInfo::lineNumber).toArray(),
        sites,
        operands,
        tailCalls,
        piece);
  }

  private static List<LineNumberInfo> lines(CodeAttribute code) {
    List<LineNumberInfo> all = new ArrayList<>();
    code.findAttributes(Attributes.lineNumberTable())
        .forEach(table -> all.addAll(table.lineNumbers()));
    all.sort(Comparator.comparingInt(LineNumberInfo::startPc));
    return all;
  }
}
