package io.perigee.lua.compile;

import io.perigee.lua.syntax.FunctionBody;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * What the class of a function's closures consists of besides code: its superclass, a field for
 * each upvalue, and the constructor that fills them.
 *
 * @param form the number of arguments of the form of invoke that holds the body; -1 for the array
 * @param kinds how each upvalue is held
 */
record ClosureLayout(int form, List<UpvalueKind> kinds) {
  private static final int MAX_PLAIN = 3;

  static ClosureLayout of(Prototype prototype) {
    FunctionBody body = prototype.body();
    int count = body.parameters().size();
    int form = body.vararg() || count > MAX_PLAIN ? -1 : count;
    return new ClosureLayout(form, prototype.upvalueKinds());
  }

  /** The superclass: it leads all forms of invoke to the one that holds the body. */
  ClassDesc base() {
    return switch (form) {
      case 0 -> Descriptors.NULLARY;
      case 1 -> Descriptors.UNARY_CODE;
      case 2 -> Descriptors.BINARY_CODE;
      case 3 -> Descriptors.TERNARY_CODE;
      default -> Descriptors.VARIADIC;
    };
  }

  /** The type of the method that holds the body, without the closure. */
  MethodTypeDesc invoke() {
    return Descriptors.invoke(form);
  }

  /** Writes the fields and the constructor of a class. */
  void build(ClassBuilder builder, ClassDesc self) {
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i) != UpvalueKind.SELF) {
        builder.withField("u" + i, kinds.get(i).type(), ClassFile.ACC_FINAL);
      }
    }
    List<ClassDesc> parameters = new ArrayList<>();
    parameters.add(Descriptors.TABLE);
    for (UpvalueKind kind : kinds) {
      if (kind != UpvalueKind.SELF) {
        parameters.add(kind.type());
      }
    }
    MethodTypeDesc type = MethodTypeDesc.of(Descriptors.VOID, parameters);
    builder.withMethodBody("<init>", type, ClassFile.ACC_PUBLIC, code -> constructor(code, self));
  }

  private void constructor(CodeBuilder code, ClassDesc self) {
    code.aload(0).aload(1);
    code.invokespecial(base(), "<init>", MethodTypeDesc.of(Descriptors.VOID, Descriptors.TABLE));
    int parameter = 1;
    for (int i = 0; i < kinds.size(); i++) {
      UpvalueKind kind = kinds.get(i);
      if (kind != UpvalueKind.SELF) {
        code.aload(0);
        code.loadLocal(TypeKind.from(kind.type()), code.parameterSlot(parameter));
        code.putfield(self, "u" + i, kind.type());
        parameter++;
      }
    }
    code.return_();
  }
}
