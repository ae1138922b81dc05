package io.perigee.lua.compile;

import io.perigee.lua.runtime.YieldFunction;
import io.perigee.lua.syntax.Expression;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls. The callee is tested to be a function; anything else is wrapped, so that the error or its
 * {@code __call} comes after the arguments have been evaluated. Up to three arguments are passed as
 * such, more as an array.
 */
final class CallCompiler {
  private static final int MAX_PLAIN = 3;
  private static final ClassDesc YIELD = Descriptors.of(YieldFunction.class);
  private static final MethodTypeDesc RAISE =
      Descriptors.type(
          Descriptors.OBJECT, Descriptors.FUNCTION, Descriptors.OBJECT, ConstantDescs.CD_String);
  private static final MethodTypeDesc CALLABLE =
      Descriptors.type(Descriptors.FUNCTION, Descriptors.OBJECT);

  private final MethodContext method;
  private final Code code;

  CallCompiler(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  // ---- what becomes of the results ----

  /** Pushes the first result. */
  void single(Expression e) {
    raw(e);
    first(site(e, false));
  }

  /** Replaces the raw result on the stack by its first value. */
  void first(Code.Site site) {
    Label plain = code.label();
    code.stack(Opcode.DUP);
    code.isInstance(Descriptors.RESULTS);
    code.branch(Opcode.IFEQ, plain);
    code.invokeStatic(Descriptors.CALLS, "first", Descriptors.UNARY, site);
    code.bind(plain);
  }

  /** Calls and drops the results; a pending tail call is still run. */
  void statement(Expression e) {
    resolved(e);
    code.stack(Opcode.POP);
  }

  /** Pushes the result with no tail call pending. */
  void resolved(Expression e) {
    raw(e);
    resolve(site(e, false));
  }

  /** Runs a tail call that the raw result on the stack may leave. */
  void resolve() {
    resolve(Code.Site.QUIET);
  }

  private void resolve(Code.Site site) {
    Label plain = code.label();
    code.stack(Opcode.DUP);
    code.isInstance(Descriptors.RESULTS);
    code.branch(Opcode.IFEQ, plain);
    code.invokeStatic(Descriptors.CALLS, "resolve", Descriptors.UNARY, site);
    code.bind(plain);
  }

  /** Pushes the raw result of a call, or all varargs. */
  void raw(Expression e) {
    switch (e) {
      case Expression.Call c -> call(c, false);
      case Expression.MethodCall c -> methodCall(c, false);
      default -> {
        code.load(method.varargs());
        code.invokeStatic(
            Descriptors.RESULTS, "of", Descriptors.type(Descriptors.OBJECT, Descriptors.OBJECTS));
      }
    }
  }

  /** Pushes what {@code return} gives back for one expression; a call there is a tail call. */
  void returned(Expression e) {
    switch (e) {
      case Expression.MethodCall c -> methodCall(c, true);
      case Expression.Call c -> call(c, true);
      case Expression.Vararg v -> raw(v);
      default -> method.expressions().object(e);
    }
  }

  // ---- calls ----

  private void call(Expression.Call c, boolean tail) {
    Resumption resumption = method.resumptionAt(c);
    if (resumption != null && code.isReachable()) {
      suspend(c, resumption);
      return;
    }
    ClassDesc owner = callee(c.function());
    call(c, tail, owner);
  }

  private void call(Expression.Call c, boolean tail, ClassDesc owner) {
    int plain = plainArguments(c.arguments(), 0);
    if (plain >= 0) {
      c.arguments().forEach(method.expressions()::object);
    } else {
      method.expressions().values(c.arguments());
    }
    code.line(c.line());
    if (plain == 1 && !tail && isError(c.function())) {
      raise(c);
    } else {
      invoke(owner, plain, site(c, tail));
    }
  }

  /** Whether a called expression is likely to be the function {@code error}. */
  private static boolean isError(Expression e) {
    return !(e instanceof Expression.Index) && Names.plain(e).equals("error");
  }

  /** Calls what is probably {@code error} and says where: function and message are on the stack. */
  private void raise(Expression.Call c) {
    String chunk = method.type().prototype().chunk().shortName();
    code.constant(chunk + ":" + Math.min(c.line(), Code.MAX_LINE) + ": ");
    code.invokeStatic(Descriptors.SUPPORT, "raise", RAISE, site(c, false));
  }

  /** A call that suspends this very function when what it calls is a yield function. */
  private void suspend(Expression.Call c, Resumption resumption) {
    Label yields = code.label();
    Label end = code.label();
    ClassDesc owner = callee(c.function());
    code.stack(Opcode.DUP);
    code.isInstance(YIELD);
    code.branch(Opcode.IFNE, yields);
    if (resumption.isStackless()) {
      resumption.loadStackless(code);
      code.branch(Opcode.IFNE, yields);
    }
    call(c, false, owner);
    int site = code.sites().size() - 1;
    resolve();
    code.jump(end);
    code.bind(yields);
    if (plainArguments(c.arguments(), 0) == 1) {
      method.expressions().object(c.arguments().getFirst());
    } else {
      method.expressions().values(c.arguments());
      code.invokeStatic(
          Descriptors.RESULTS, "of", Descriptors.type(Descriptors.OBJECT, Descriptors.OBJECTS));
    }
    code.line(c.line());
    resumption.stop(code, c, site, () -> callAgain(c, end));
    code.load(Resumption.ARGUMENTS);
    code.bind(end);
  }

  /** Calls with the arguments that a step without a stack has computed. */
  private void callAgain(Expression.Call c, Label end) {
    code.line(c.line());
    code.invokeStatic(
        Descriptors.RESULTS, "toArray", Descriptors.type(Descriptors.OBJECTS, Descriptors.OBJECT));
    invoke(Descriptors.FUNCTION, -1, site(c, false));
    resolve();
    code.jump(end);
  }

  /** Pushes the function to invoke; answers the class it is known to have. */
  private ClassDesc callee(Expression e) {
    if (e instanceof Expression.Upvalue u) {
      UpvalueKind kind = method.type().prototype().upvalueKind(u.index());
      if (kind == UpvalueKind.SELF || kind == UpvalueKind.FUNCTION) {
        method.variables().loadUpvalue(u.index());
        return kind == UpvalueKind.SELF ? method.type().closures() : Descriptors.FUNCTION;
      }
    }
    method.expressions().object(e);
    if (!(e instanceof Expression.Local l && method.type().isFunction(l.variable()))) {
      checkFunction();
    }
    code.cast(Descriptors.FUNCTION);
    return Descriptors.FUNCTION;
  }

  /** Replaces the object on the stack, unless it is a function, by one that stands for it. */
  void checkFunction() {
    Label function = code.label();
    code.stack(Opcode.DUP);
    code.isInstance(Descriptors.FUNCTION);
    code.branch(Opcode.IFNE, function);
    code.invokeStatic(Descriptors.SUPPORT, "callable", CALLABLE);
    code.bind(function);
  }

  private void methodCall(Expression.MethodCall c, boolean tail) {
    int mark = code.mark();
    int self = code.temp();
    method.expressions().object(c.object());
    code.store(self);
    code.load(self);
    code.line(c.line());
    method.access().field(new Expression.Str(c.name()), c.object());
    checkFunction();
    code.cast(Descriptors.FUNCTION);
    int plain = plainArguments(c.arguments(), 1);
    if (plain >= 0) {
      code.load(self);
      c.arguments().forEach(method.expressions()::object);
    } else {
      arrayWithSelf(self, c.arguments());
    }
    code.line(c.line());
    invoke(Descriptors.FUNCTION, plain, site(c, tail));
    code.release(mark);
  }

  /** Pushes the array of the receiver and the arguments. */
  private void arrayWithSelf(int self, List<Expression> arguments) {
    boolean open = Expressions.isOpen(arguments);
    List<Expression> fixed = open ? arguments.subList(0, arguments.size() - 1) : arguments;
    code.constant(fixed.size() + 1);
    code.createArray(Descriptors.OBJECT);
    code.stack(Opcode.DUP);
    code.constant(0);
    code.load(self);
    code.storeElement();
    for (int i = 0; i < fixed.size(); i++) {
      code.stack(Opcode.DUP);
      code.constant(i + 1);
      method.expressions().object(fixed.get(i));
      code.storeElement();
    }
    if (open) {
      method.expressions().append(arguments.getLast());
    }
  }

  private static int plainArguments(List<Expression> arguments, int before) {
    int count = arguments.size() + before;
    return Expressions.isOpen(arguments) || count > MAX_PLAIN ? -1 : count;
  }

  private void invoke(ClassDesc owner, int arguments, Code.Site site) {
    ClassContext type = method.type();
    boolean itself = !owner.equals(Descriptors.FUNCTION) && type.prototype().isDeferred();
    if (itself && !site.tail() && arguments == ClosureLayout.of(type.prototype()).form()) {
      MethodTypeDesc body = type.methodType(Descriptors.invoke(arguments));
      code.invokeStatic(type.self(), "invoke", body, site);
      return;
    }
    if (!site.tail()) {
      code.invokeVirtual(owner, "invoke", Descriptors.invoke(arguments), site);
      return;
    }
    MethodTypeDesc plain = Descriptors.invoke(arguments);
    code.invokeStatic(
        Descriptors.SUPPORT, "tail", plain.insertParameterTypes(0, Descriptors.FUNCTION), site);
  }

  /** The site of what takes the raw result of an expression and may run a tail call it left. */
  static Code.Site taking(Expression e) {
    return e instanceof Expression.Vararg ? Code.Site.QUIET : site(e, false);
  }

  private static Code.Site site(Expression e, boolean tail) {
    @Nullable String name =
        switch (e) {
          case Expression.Call c -> Names.of(c.function());
          case Expression.MethodCall c -> Names.of(c);
          default -> null;
        };
    return new Code.Site(Collections.singletonList(name), tail);
  }
}
