package io.perigee.lua.compile;

import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.syntax.Statement;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Generates the class of one function: fields for its upvalues and constants, and the invoke method
 * that holds the body; the other forms delegate to it in the superclass.
 */
final class ClassGenerator {
  private static final ClassHierarchyResolver HIERARCHY =
      ClassHierarchyResolver.ofClassLoading(ClassGenerator.class.getClassLoader())
          .orElse(type -> ClassHierarchyResolver.ClassHierarchyInfo.ofClass(Descriptors.COMPILED));
  private static final ClassFile CLASS_FILE =
      ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(HIERARCHY));

  private final Prototype prototype;
  private final FunctionBody body;
  private final ClassContext type;
  private final ClosureLayout layout;
  private final ClassDesc self;
  private final Map<String, List<Code.Site>> sites = new HashMap<>();
  private final List<String> pieces = new ArrayList<>();

  /** The points of a function that has a resumable form, else empty. */
  private final IdentityHashMap<Object, Integer> points;

  /** Those of them from which it may go on without a stack, as a mask. */
  private final long stackless;

  ClassGenerator(Prototype prototype) {
    this.prototype = prototype;
    this.body = prototype.body();
    this.type = new ClassContext(prototype);
    this.layout = ClosureLayout.of(prototype);
    this.self = prototype.codeType();
    this.points = prototype.isResumable() ? SuspendPoints.in(body) : new IdentityHashMap<>();
    this.stackless = points.isEmpty() ? 0 : StacklessSteps.in(body, points);
  }

  GeneratedClass generate() {
    byte[] bytes = CLASS_FILE.build(self, this::build);
    return new GeneratedClass(bytes, type.constants().values(), sites, pieces);
  }

  private void build(ClassBuilder builder) {
    builder.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL, AccessFlag.SUPER);
    builder.with(SourceFileAttribute.of(prototype.chunk().shortName()));
    if (!prototype.isDeferred()) {
      builder.withSuperclass(layout.base());
      layout.build(builder, self);
    }
    body(builder);
    resumable(builder);
    constants(builder);
  }

  // ---- fields ----

  private void constants(ClassBuilder builder) {
    Constants constants = type.constants();
    int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
    for (int i = 0; i < constants.fields(); i++) {
      builder.withField(Constants.fieldName(i), constants.fieldType(i), flags);
    }
    if (constants.hasArray()) {
      builder.withField(Constants.ARRAY, Descriptors.OBJECTS, flags);
    }
    builder.withField(SafePoints.FIELD, Descriptors.SAFE_POINT, flags);
    if (!points.isEmpty()) {
      builder.withField(Resumption.POINTS, Resumption.POINTS_TYPE, flags);
    }
    builder.withMethodBody(
        "<clinit>",
        MethodTypeDesc.of(Descriptors.VOID),
        ClassFile.ACC_STATIC,
        code -> initializer(code, constants));
  }

  private void initializer(CodeBuilder code, Constants constants) {
    code.loadConstant(self);
    code.invokestatic(
        Descriptors.LOADER,
        "safePoint",
        MethodTypeDesc.of(Descriptors.SAFE_POINT, ConstantDescs.CD_Class));
    code.putstatic(self, SafePoints.FIELD, Descriptors.SAFE_POINT);
    if (!points.isEmpty()) {
      code.new_(Resumption.POINTS_TYPE).dup().loadConstant(starts());
      code.loadConstant(SuspendPoints.careless(body, points));
      code.invokespecial(
          Resumption.POINTS_TYPE,
          "<init>",
          MethodTypeDesc.of(Descriptors.VOID, Descriptors.LONG, Descriptors.LONG));
      code.putstatic(self, Resumption.POINTS, Resumption.POINTS_TYPE);
    }
    if (constants.fields() > 0) {
      takeOver(code, constants);
    }
    code.return_();
  }

  /** The points at which a step without a stack may begin: none is that of a loop. */
  private long starts() {
    long loops = 0;
    for (Map.Entry<Object, Integer> point : points.entrySet()) {
      loops |= point.getKey() instanceof Statement ? 1L << point.getValue() : 0;
    }
    return stackless & ~loops;
  }

  private void takeOver(CodeBuilder code, Constants constants) {
    code.loadConstant(self);
    code.invokestatic(
        Descriptors.LOADER,
        "constants",
        MethodTypeDesc.of(Descriptors.OBJECTS, ConstantDescs.CD_Class));
    code.astore(0);
    for (int i = 0; i < constants.fields(); i++) {
      code.aload(0).loadConstant(i).aaload().checkcast(constants.fieldType(i));
      code.putstatic(self, Constants.fieldName(i), constants.fieldType(i));
    }
    if (constants.hasArray()) {
      code.aload(0).putstatic(self, Constants.ARRAY, Descriptors.OBJECTS);
    }
  }

  // ---- the body ----

  private void body(ClassBuilder builder) {
    MethodTypeDesc descriptor = type.methodType(layout.invoke());
    builder.withMethodBody(
        "invoke",
        descriptor,
        type.methodFlags(),
        code -> sites.put("invoke" + descriptor.descriptorString(), body(code)));
    for (int i = 0; i < type.pieces().size(); i++) {
      ClassContext.Piece piece = type.pieces().get(i);
      int before = type.pieces().size();
      pieces.add(piece.name());
      MethodTypeDesc pieceType = type.methodType(Outliner.pieceType());
      builder.withMethodBody(
          piece.name(),
          pieceType,
          type.methodFlags(),
          code ->
              sites.put(piece.name() + pieceType.descriptorString(), piece(code, piece, before)));
    }
  }

  private List<Code.Site> body(CodeBuilder builder) {
    type.keepPieces(0);
    Code code = new Code(builder, 1 + Math.abs(layout.form()));
    code.line(Math.max(body.lineDefined(), 1));
    int varargs = body.vararg() ? code.temp() : -1;
    boolean large = prototype.isLarge();
    int frame = large ? code.temp() : -1;
    MethodContext.Slots slots = new MethodContext.Slots(varargs, frame, false, false, null);
    MethodContext method = new MethodContext(type, code, new HashMap<>(), slots);
    if (large) {
      code.constant(DeclaredVariables.in(body));
      code.createArray(Descriptors.OBJECT);
      code.store(frame);
      body.parameters().forEach(method.outliner()::frame);
    }
    if (layout.form() < 0) {
      fromArray(method, 1);
    } else {
      fromArguments(method);
    }
    statements(method);
    return code.sites();
  }

  private void statements(MethodContext method) {
    Code code = method.code();
    if (CallUse.isIn(body)) {
      method.safePoints().enter();
    }
    if (EnvironmentUse.isIn(body)) {
      code.loadThis();
      method.expressions().remember();
    }
    method.statements().all(body.block().statements());
    if (code.isReachable()) {
      code.line(body.lastLine());
      code.getStatic(Descriptors.RESULTS, "EMPTY", Descriptors.RESULTS);
      code.returnValue();
    }
  }

  /**
   * A function that calls a yield function itself gets a form that it can leave and enter again.
   */
  private void resumable(ClassBuilder builder) {
    if (points.isEmpty()) {
      return;
    }
    int[] room = new int[2];
    builder.withMethodBody(
        Resumption.NAME,
        type.methodType(Resumption.TYPE),
        type.methodFlags(),
        code -> {
          Resumption resumption = new Resumption(points, stackless);
          String key = Resumption.NAME + type.methodType(Resumption.TYPE).descriptorString();
          sites.put(key, resumable(code, resumption));
          room[0] = resumption.objects();
          room[1] = resumption.numbers();
        });
    builder.withMethodBody(
        Resumption.NEW,
        Resumption.NEW_TYPE,
        type.methodFlags(),
        code -> {
          code.new_(Resumption.SUSPENSION).dup().loadConstant(room[0]).loadConstant(room[1]);
          code.getstatic(self, Resumption.POINTS, Resumption.POINTS_TYPE);
          code.invokespecial(Resumption.SUSPENSION, "<init>", Resumption.CREATE);
          code.areturn();
        });
  }

  private List<Code.Site> resumable(CodeBuilder builder, Resumption resumption) {
    Code code = new Code(builder, Resumption.FIRST_FREE, true);
    code.line(Math.max(body.lineDefined(), 1));
    resumption.dispatch(code);
    int varargs = body.vararg() ? code.temp(Descriptors.OBJECTS) : -1;
    MethodContext.Slots slots = new MethodContext.Slots(varargs, -1, false, false, resumption);
    MethodContext method = new MethodContext(type, code, new HashMap<>(), slots);
    code.load(Resumption.ARGUMENTS);
    code.invokeStatic(
        Descriptors.RESULTS, "toArray", Descriptors.type(Descriptors.OBJECTS, Descriptors.OBJECT));
    code.store(Resumption.ARGUMENTS);
    fromArray(method, Resumption.ARGUMENTS);
    statements(method);
    resumption.close(code);
    return code.sites();
  }

  private List<Code.Site> piece(CodeBuilder builder, ClassContext.Piece piece, int piecesBefore) {
    type.keepPieces(piecesBefore);
    Code code = new Code(builder, 4);
    MethodContext.Slots slots =
        new MethodContext.Slots(body.vararg() ? 2 : -1, 1, true, piece.repeated(), null);
    MethodContext method = new MethodContext(type, code, new HashMap<>(piece.places()), slots);
    piece.body().accept(method);
    if (code.isReachable()) {
      code.nil();
      code.returnValue();
    }
    return code.sites();
  }

  private void fromArguments(MethodContext method) {
    Code code = method.code();
    List<LocalVariable> parameters = body.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      LocalVariable parameter = parameters.get(i);
      boolean framed = method.places().get(parameter) instanceof Place.Framed;
      boolean split = type.types().isLikelyNumber(parameter);
      if (!framed && !split && !parameter.isShared()) {
        method.places().put(parameter, new Place.Boxed(i + 1));
      } else {
        method.variables().declare(parameter);
        code.load(i + 1);
        method.variables().initialize(parameter);
      }
    }
  }

  /** Takes parameters and varargs out of an array in a local. */
  private void fromArray(MethodContext method, int array) {
    Code code = method.code();
    int varargs = method.varargs();
    List<LocalVariable> parameters = body.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      method.variables().declare(parameters.get(i));
      code.load(array);
      code.constant(i);
      code.invokeStatic(
          Descriptors.SUPPORT,
          "at",
          MethodTypeDesc.of(Descriptors.OBJECT, Descriptors.OBJECTS, Descriptors.INT));
      method.variables().initialize(parameters.get(i));
    }
    if (varargs >= 0) {
      code.load(array);
      if (!parameters.isEmpty()) {
        code.constant(parameters.size());
        code.invokeStatic(
            Descriptors.SUPPORT,
            "rest",
            MethodTypeDesc.of(Descriptors.OBJECTS, Descriptors.OBJECTS, Descriptors.INT));
      }
      code.store(varargs);
    }
  }
}
